// Types of the database, and the C++ types that say the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "manage/catalog.hpp"
#include "manage/inspect/cpp_names.hpp"

namespace matview::inline v0::managing {

/// Fields that reflection takes of a struct.
inline constexpr std::size_t most_fields = 100;

/// As docs/types.md has them. Enums and composite types get a declaration each.
class cpp_types {
public:
    cpp_types(catalog& from, names& taken) : from_(from), taken_(taken) {}

    struct cpp_type {
        std::string text;   // empty: nothing reads it
        bool plain = true;  // it can be a key: no array, range or composite
    };
    const cpp_type& of(std::int64_t type);

    /// Enums and structs that the types need, each behind those that it needs itself.
    const std::vector<std::string>& declarations() const noexcept { return declarations_; }

private:
    struct type_facts;

    cpp_type find(std::int64_t type);
    cpp_type enumeration(const type_facts& type);
    cpp_type composite(const type_facts& type);
    cpp_type with_element(const char* around, std::int64_t element, bool may_hold_null);
    std::string named(const char* what, const type_facts& type) const;

    catalog& from_;
    names& taken_;
    std::map<std::int64_t, cpp_type> known_;
    std::vector<std::string> declarations_;
};

}  // namespace matview::inline v0::managing
