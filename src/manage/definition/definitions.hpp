// What views are made of, read from pg_rewrite.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "manage/catalog.hpp"
#include "manage/definition/node_tree.hpp"

namespace matview::inline v0::managing {

/// A function or operator, as far as it can be trusted.
struct routine {
    std::string name;
    bool builtin;                         // in pg_catalog
    char volatility;                      // i, s or v
    std::vector<std::int64_t> arguments;  // types
    std::int64_t result;
};

template <std::size_t N> bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// The definitions of views, the columns of tables and the names of functions, each asked for once.
class definitions {
public:
    explicit definitions(catalog& from) : from_(from) {}

    /// The query of a view or a materialized view; null for anything else.
    const node* query(std::int64_t relation);
    /// Whether a column of a table, and of all that inherit from it, is NOT NULL. That of a domain does not count, since a stored value can be NULL all
    /// the same (https://www.postgresql.org/docs/current/sql-createdomain.html#SQL-CREATEDOMAIN-NOTES); nor that of a foreign table, which
    /// the server does not enforce, or one that is not validated.
    bool is_not_null(std::int64_t relation, int column);
    const routine& function(std::int64_t id);
    const routine& op(std::int64_t id);

    /// The column of a table that a view's column shows as it is; the column itself where there is none, or it is a table's.
    std::pair<std::int64_t, int> origin(std::int64_t relation, int column);

private:
    catalog& from_;
    std::map<std::int64_t, std::unique_ptr<node>> queries_;
    std::map<std::pair<std::int64_t, int>, bool> not_null_;
    std::map<std::int64_t, routine> functions_, operators_;
};

}  // namespace matview::inline v0::managing
