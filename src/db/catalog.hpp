// What the catalog says of a relation, in one read; and how a model differs from it.
#pragma once

#include <string>
#include <vector>

#include <matview/error.hpp>
#include <matview/model/description.hpp>

#include "db/link.hpp"

namespace matview::inline v0::detail {

struct attribute {
    std::string name;
    oid type;               // of a domain its base type, which is what rows carry
    std::string type_name;  // as format_type prints it
    bool not_null = false;  // its domain, or one below that, says so
};

struct relation_facts {
    oid id = 0;        // 0: there is no such relation
    char kind = '\0';  // relkind
    bool populated = false;
    bool may_use_schema = false, may_select = false;
    bool may_refresh = false;          // owner; from PostgreSQL 17 on also with MAINTAIN
    bool owner_may_make_temp = false;  // which REFRESH CONCURRENTLY needs
    bool has_usable_unique_index = false;
    std::string schema, owner, database;
    std::vector<attribute> attributes;
};

/// Where the relation has no schema, the search_path decides.
relation_facts read_facts(link& on, const relation& wanted);

/// Absent columns and types that the fields do not read.
std::vector<problem> column_problems(const model_info& model, const relation_facts& facts, const type_registry& types);

/// An operator outside of pg_catalog that the search_path makes comparisons of a column use.
struct operator_facts {
    std::string column, schema, name, left, right;
};
std::vector<operator_facts> read_foreign_operators(link& on, const model_info& model, const relation_facts& facts);

/// "Leaderboard::user", or "the value" where a single column is read.
std::string field_display(const model_info& model, const column_info& column);
/// Why a field does not read a type: one problem, or where both have attributes or labels, one for each that differs.
std::vector<problem> wrong_type(const model_info& model, const column_info& column, std::string_view type_name,
                                oid type, const type_registry& types);
/// Of fields that read their columns' types: enumerators that no label of the database is.
std::vector<problem> unlabelled_enumerators(const model_info& model, const relation_facts& facts,
                                            const type_registry& types);
/// Optional fields of columns whose domains are NOT NULL. Outer joins make such columns NULL all the same.
std::vector<problem> needless_optionals(const model_info& model, const relation_facts& facts);
problem absent_relation(const model_info& model);

}  // namespace matview::inline v0::detail
