// The parameters of one execution in the form that libpq takes.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <matview/query/statement.hpp>
#include <matview/wire/bytes.hpp>
#include <matview/wire/type_registry.hpp>

namespace matview::inline v0::detail {

/// What becomes of a parameter that its place cannot hold.
enum class unheld {
    matches_nothing,  // in a query of columns: NULL is sent, which equals nothing
    is_error          // in SQL of the user's own
};

class bound_parameters {
public:
    bound_parameters() = default;
    bound_parameters(const bound_parameters&) = delete;  // holds places in its own bytes
    bound_parameters& operator=(const bound_parameters&) = delete;

    /// Encodes each value as the type of its place, and forgets what was bound before. Throws mapping_error and value_error.
    void bind(const statement& sql, const std::vector<oid>& types, unheld rule, const type_registry& registry,
              std::string_view what);

    int count() const { return static_cast<int>(values_.size()); }
    const char* const* values() const { return values_.data(); }
    const int* lengths() const { return numbers_.data(); }
    const int* formats() const { return numbers_.data() + values_.size(); }

private:
    /// How many bytes it takes; none for NULL.
    std::optional<int> add(const statement& sql, std::size_t i, oid type, unheld rule, const type_registry& registry,
                           std::string_view what);

    byte_writer bytes_;
    std::vector<const char*> values_;
    std::vector<int> numbers_;  // the lengths of all, then the formats
};

}  // namespace matview::inline v0::detail
