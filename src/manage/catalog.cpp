#include "manage/catalog.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <matview/error.hpp>

namespace matview::inline v0::managing {
namespace {

// $1 is the search_path. A relation is visible where no schema before its own has one of its name.
constexpr const char* relations_sql = R"sql(
SELECT c.oid AS id, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
       coalesce(n.nspname = (SELECT p.schema FROM unnest($1::text[]) WITH ORDINALITY AS p (schema, place)
                             JOIN pg_namespace AS pn ON pn.nspname = p.schema
                             JOIN pg_class AS pc ON pc.relnamespace = pn.oid AND pc.relname = c.relname
                             ORDER BY p.place LIMIT 1), false) AS visible
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE )sql";

}  // namespace

catalog::catalog(connection& db)
    : version_(db.server_version()),
      work_(db, {.isolation = isolation_level::repeatable_read, .read_only = true}),
      path_(work_.query<std::string>(
          "SELECT s FROM pg_catalog.unnest(pg_catalog.current_schemas(true)) WITH ORDINALITY AS p (s, i) ORDER BY i")),
      path_setting_(value<std::string>("SELECT pg_catalog.current_setting('search_path')")) {
    work_.execute("SET LOCAL search_path = pg_catalog, pg_temp");
}

std::string catalog::printed(const std::string& sql, std::int64_t id) {
    static_cast<void>(value<std::string>("SELECT set_config('search_path', $1, true)", path_setting_));
    std::string text = value<std::optional<std::string>>(sql, id).value_or("");
    work_.execute("SET LOCAL search_path = pg_catalog, pg_temp");
    return text;
}

std::optional<found_relation> catalog::find(const relation_name& name) {
    const std::string sql = std::string(relations_sql) +
                            (name.schema.empty() ? "$2 = '' AND c.relname = $3" : "n.nspname = $2 AND c.relname = $3") +
                            " AND c.relkind IN ('r', 'p', 'f', 'v', 'm')";
    for (found_relation& one : ask<found_relation>(sql, path_, name.schema, name.name))
        if (one.visible || !name.schema.empty()) return std::move(one);
    return std::nullopt;
}

std::optional<found_relation> catalog::find(std::int64_t id) {
    auto found = ask<found_relation>(std::string(relations_sql) + "c.oid = $2::oid", path_, id);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

found_relation catalog::find(const std::string& text) {
    if (const auto name = name_in_sql(text))
        if (auto found = find(*name)) return *std::move(found);
    if (auto found = find(name_as_it_stands(text))) return *std::move(found);
    if (auto found = find(relation_name{{}, text})) return *std::move(found);
    const auto like = names_like(text);
    throw undefined_relation(
        {.message = fmt::format("there is no table or view {} in the search_path ({})", text, fmt::join(path_, ", ")),
         .sqlstate = "42P01",
         .hint =
             like.empty() ? "give its schema too: schema.name" : fmt::format("there is {}", fmt::join(like, ", "))});
}

std::vector<std::string> catalog::names_like(const std::string& text) {
    const relation_name wanted = name_in_sql(text).value_or(name_as_it_stands(text));
    std::vector<std::string> names;
    for (const found_relation& one :
         ask<found_relation>(std::string(relations_sql) +
                                 "c.relkind IN ('r', 'p', 'f', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', "
                                 "'information_schema', 'pg_toast') AND "
                                 "(strpos(lower(c.relname), lower($2)) > 0 OR strpos(lower($2), lower(c.relname)) > 0) "
                                 "ORDER BY c.relkind <> 'm', n.nspname, c.relname LIMIT 3",
                             path_, wanted.name))
        names.push_back(one.shown());
    return names;
}

std::vector<found_relation> catalog::materialized_views() {
    return ask<found_relation>(std::string(relations_sql) +
                                   "c.relkind = 'm' AND n.nspname NOT IN ('pg_catalog', 'information_schema') "
                                   "ORDER BY n.nspname, c.relname",
                               path_);
}

}  // namespace matview::inline v0::managing
