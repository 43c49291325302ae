// Identifiers in SQL text.
#pragma once

#include <string>
#include <string_view>

#include <matview/model/relation.hpp>

namespace matview::inline v0::detail {

/// Appends `name` in double quotes, quotes within doubled; https://www.postgresql.org/docs/current/sql-syntax-lexical.html
/// The one place where a name enters SQL. Throws query_error for an empty name or one that holds NUL.
void append_identifier(std::string& sql, std::string_view name);
/// Appends "schema"."name", or "name" where there is no schema.
void append_relation(std::string& sql, const relation& relation);
std::string quoted(std::string_view name);
std::string quoted(const relation& relation);

}  // namespace matview::inline v0::detail
