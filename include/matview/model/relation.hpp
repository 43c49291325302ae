// Which relation of the database a struct stands for.
#pragma once

#include <string_view>

namespace matview::inline v0 {

enum class relation_kind { table, view, materialized_view };

/// A relation's name, taken as it is: case kept, never split at dots. Without a schema the search_path decides.
struct relation {
    relation_kind kind;
    std::string_view name;
    std::string_view schema;
};

/// A table (plain, partitioned or foreign) that the model reads.
constexpr relation table(std::string_view name, std::string_view schema = "") {
    return {relation_kind::table, name, schema};
}
/// A plain view.
constexpr relation view(std::string_view name, std::string_view schema = "") {
    return {relation_kind::view, name, schema};
}
/// A materialized view; https://www.postgresql.org/docs/current/rules-materializedviews.html
constexpr relation materialized_view(std::string_view name, std::string_view schema = "") {
    return {relation_kind::materialized_view, name, schema};
}

}  // namespace matview::inline v0
