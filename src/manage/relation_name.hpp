// A relation's name as people type it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace matview::inline v0::managing {

struct relation_name {
    std::string schema;  // empty: the search_path decides
    std::string name;
};

/// As SQL reads it: folded to lower case unless it is in double quotes, split at dots. None where SQL would not read it as a name.
/// https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
std::optional<relation_name> name_in_sql(std::string_view text);
/// As it stands; the part before a first dot is the schema.
relation_name name_as_it_stands(std::string_view text);

/// As SQL needs it: in quotes where it would be read as another name.
std::string in_sql(std::string_view name);
std::string in_sql(const relation_name& name);

}  // namespace matview::inline v0::managing
