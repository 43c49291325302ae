// Identifiers in SQL text.
#pragma once

#include <string>
#include <string_view>

#include <matview/export.hpp>
#include <matview/model/relation.hpp>

namespace matview::inline v0::detail {

/// Appends `name` in double quotes, quotes within doubled; https://www.postgresql.org/docs/current/sql-syntax-lexical.html
/// The one place where a name enters SQL. Throws query_error for an empty name or one that holds NUL.
MATVIEW_EXPORT void append_identifier(std::string& sql, std::string_view name);
/// Appends "schema"."name", or "name" where there is no schema.
MATVIEW_EXPORT void append_relation(std::string& sql, const relation& relation);
MATVIEW_EXPORT std::string quoted(std::string_view name);
MATVIEW_EXPORT std::string quoted(const relation& relation);

}  // namespace matview::inline v0::detail
