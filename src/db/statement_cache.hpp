// Prepared statements of one connection, by their text. When full, the one least recently used makes room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <matview/db/row_source.hpp>
#include <matview/wire/codec.hpp>
#include <matview/wire/oid.hpp>

namespace matview::inline v0::detail {

struct kept_plan;

struct prepared_statement {
    std::string text;
    std::string name;             // empty: it is sent anew each time
    std::vector<oid> parameters;  // as the server inferred them
    // What it was prepared for: the same text beside another C++ type can need another type of the parameter.
    std::vector<std::pair<const value_ops*, oid>> prepared_for;
    std::vector<column_shape> columns;           // of its result
    std::shared_ptr<const kept_plan> plan = {};  // of the last read of a model's query; null where there was none
};

class statement_cache {
public:
    explicit statement_cache(std::size_t capacity) : capacity_(capacity == 0 ? 1 : capacity) {}

    /// Null where there is none. The pointer is valid until the next call of a non-const member.
    prepared_statement* find(std::string_view text);
    prepared_statement* insert(prepared_statement statement);
    void erase(std::string_view text);
    void clear();
    /// The name of the statement that must go before another is inserted; empty while there is room.
    std::string take_oldest_if_full();
    /// A name that no other statement of this connection has; it holds a hash of the text.
    std::string make_name(std::string_view text);

private:
    std::size_t capacity_;
    std::uint64_t made_ = 0;
    std::list<prepared_statement> by_use_;  // most recently used first
    std::unordered_map<std::string_view, std::list<prepared_statement>::iterator> by_text_;
};

}  // namespace matview::inline v0::detail
