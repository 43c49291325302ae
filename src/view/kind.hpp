// The names of PostgreSQL's kinds of relation.
#pragma once

#include <string>

#include <matview/model/relation.hpp>

namespace matview::inline v0::detail {

/// "a table" for relkind r, and so on; https://www.postgresql.org/docs/current/catalog-pg-class.html
std::string kind_name(char relkind);
std::string kind_name(relation_kind kind);
/// Whether a model of that kind may stand for a relation of that relkind.
bool kind_fits(relation_kind kind, char relkind);

}  // namespace matview::inline v0::detail
