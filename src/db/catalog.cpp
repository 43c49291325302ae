#include "db/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include <matview/query/identifier.hpp>
#include "wire/names.hpp"
#include "wire/unreadable_types.hpp"

namespace matview::inline v0::detail {
namespace {

// Operators are qualified too: in catalog queries names are compared, and a `public.=` could take that over.
constexpr std::string_view facts_sql = R"sql(
SELECT c.oid, c.relkind, c.relispopulated,
       pg_catalog.has_schema_privilege(n.oid, 'USAGE'), pg_catalog.has_table_privilege(c.oid, 'SELECT'),
       pg_catalog.pg_has_role(c.relowner, 'USAGE'){} AS may_refresh,
       pg_catalog.has_database_privilege(c.relowner, pg_catalog.current_database()::pg_catalog.text, 'TEMP'),
       EXISTS (SELECT 1 FROM pg_catalog.pg_index AS i
               JOIN pg_catalog.pg_class AS ic ON ic.oid OPERATOR(pg_catalog.=) i.indexrelid
               JOIN pg_catalog.pg_am AS am ON am.oid OPERATOR(pg_catalog.=) ic.relam
               WHERE i.indrelid OPERATOR(pg_catalog.=) c.oid AND i.indisunique AND i.indimmediate AND i.indisvalid
                 AND i.indpred IS NULL AND am.amname OPERATOR(pg_catalog.=) 'btree'::pg_catalog.name
                 AND NOT (0 OPERATOR(pg_catalog.=) ANY (i.indkey::pg_catalog.int2[]))),
       n.nspname, pg_catalog.pg_get_userbyid(c.relowner), pg_catalog.current_database(),
       a.attname,
       under.type, pg_catalog.format_type(a.atttypid, a.atttypmod), under.not_null
FROM (SELECT CASE WHEN $3 OPERATOR(pg_catalog.=) '' THEN pg_catalog.to_regclass($1)::pg_catalog.oid
                  ELSE (SELECT named.oid FROM pg_catalog.pg_class AS named
                        JOIN pg_catalog.pg_namespace AS home ON home.oid OPERATOR(pg_catalog.=) named.relnamespace
                        WHERE named.relname::pg_catalog.text OPERATOR(pg_catalog.=) $2
                          AND home.nspname::pg_catalog.text OPERATOR(pg_catalog.=) $3)
             END AS oid) AS wanted
JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) wanted.oid
JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
LEFT JOIN pg_catalog.pg_attribute AS a
       ON a.attrelid OPERATOR(pg_catalog.=) c.oid AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
LEFT JOIN LATERAL (
    WITH RECURSIVE base AS (
        SELECT t.oid, t.typtype, t.typbasetype, t.typnotnull FROM pg_catalog.pg_type AS t
        WHERE t.oid OPERATOR(pg_catalog.=) a.atttypid
        UNION ALL
        SELECT t.oid, t.typtype, t.typbasetype, t.typnotnull FROM pg_catalog.pg_type AS t
        JOIN base ON t.oid OPERATOR(pg_catalog.=) base.typbasetype AND base.typtype OPERATOR(pg_catalog.=) 'd')
    SELECT pg_catalog.max(base.oid) FILTER (WHERE base.typtype OPERATOR(pg_catalog.<>) 'd') AS type,
           pg_catalog.bool_or(base.typnotnull) AS not_null
    FROM base) AS under ON true
ORDER BY a.attnum)sql";

constexpr std::string_view maintain_sql = " OR pg_catalog.has_table_privilege(c.oid, 'MAINTAIN')";

enum column_of_facts {
    f_id,
    f_kind,
    f_populated,
    f_schema_usage,
    f_select,
    f_refresh,
    f_temp,
    f_unique,
    f_schema,
    f_owner,
    f_database,
    f_name,
    f_type,
    f_type_name,
    f_not_null
};

std::string listed(const std::vector<attribute>& attributes) {
    std::string names;
    for (const attribute& a : attributes) names.append(names.empty() ? "" : ", ").append(a.name);
    return names.empty() ? "none" : names;
}

}  // namespace

relation_facts read_facts(link& on, const relation& wanted) {
    const std::string_view maintain = on.server_version() >= 170000 ? maintain_sql : std::string_view();
    const result_ptr result =
        on.ask(fmt::format(facts_sql, maintain),
               {quoted(relation{wanted.kind, wanted.name, {}}), std::string(wanted.name), std::string(wanted.schema)},
               "reading the catalog for " + display_name(wanted));
    relation_facts facts;
    const auto text = [&](int row, column_of_facts column) {
        return std::string(PQgetvalue(result.get(), row, column));
    };
    const auto truth = [&](column_of_facts column) { return text(0, column) == "t"; };
    const auto number = [&](int row, column_of_facts column) {
        return static_cast<oid>(std::strtoul(text(row, column).c_str(), nullptr, 10));
    };
    const int rows = PQntuples(result.get());
    if (rows == 0) return facts;
    facts.id = number(0, f_id);
    facts.kind = text(0, f_kind).front();
    facts.populated = truth(f_populated);
    facts.may_use_schema = truth(f_schema_usage);
    facts.may_select = truth(f_select);
    facts.may_refresh = truth(f_refresh);
    facts.owner_may_make_temp = truth(f_temp);
    facts.has_usable_unique_index = truth(f_unique);
    facts.schema = text(0, f_schema);
    facts.owner = text(0, f_owner);
    facts.database = text(0, f_database);
    for (int row = 0; row < rows; ++row)
        if (PQgetisnull(result.get(), row, f_name) == 0)
            facts.attributes.push_back(
                {text(row, f_name), number(row, f_type), text(row, f_type_name), text(row, f_not_null) == "t"});
    return facts;
}

// A built-in type's own operator is hidden by one of the same types in pg_catalog; where pg_catalog has none for exactly these types (varchar,
// or numeric beside int8), one that matches exactly wins from anywhere in the search_path.
std::vector<operator_facts> read_foreign_operators(link& on, const model_info& model, const relation_facts& facts) {
    constexpr const char* sql = R"sql(
SELECT a.attname, n.nspname, o.oprname, pg_catalog.format_type(o.oprleft, NULL), pg_catalog.format_type(o.oprright, NULL)
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) a.atttypid
JOIN pg_catalog.pg_namespace AS tn ON tn.oid OPERATOR(pg_catalog.=) t.typnamespace
JOIN pg_catalog.pg_operator AS o
  ON (o.oprleft OPERATOR(pg_catalog.=) t.oid AND o.oprright OPERATOR(pg_catalog.=) ANY (ARRAY[t.oid, 20, 25, 701, 1700]::pg_catalog.oid[]))
  OR (o.oprright OPERATOR(pg_catalog.=) t.oid AND o.oprleft OPERATOR(pg_catalog.=) ANY (ARRAY[20, 25, 701, 1700]::pg_catalog.oid[]))
JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) o.oprnamespace
WHERE a.attrelid OPERATOR(pg_catalog.=) $1::pg_catalog.oid AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
  AND tn.nspname OPERATOR(pg_catalog.=) 'pg_catalog'::pg_catalog.name
  AND n.nspname OPERATOR(pg_catalog.<>) 'pg_catalog'::pg_catalog.name
  AND o.oprname OPERATOR(pg_catalog.=) ANY ('{=,<,<=,>,>=}'::pg_catalog.name[])
  AND pg_catalog.pg_operator_is_visible(o.oid)
ORDER BY a.attnum, o.oprname)sql";
    const result_ptr result =
        on.ask(sql, {std::to_string(facts.id)}, "reading the catalog for " + display_name(model.relation));
    std::vector<operator_facts> found;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        const auto text = [&](int column) { return std::string(PQgetvalue(result.get(), row, column)); };
        if (model.has_column(text(0))) found.push_back({text(0), text(1), text(2), text(3), text(4)});
    }
    return found;
}

problem absent_relation(const model_info& model) {
    return {.what = problem::kind::absent_relation,
            .relation = display_name(model.relation),
            .column = {},
            .description = fmt::format("there is no relation {}", display_name(model.relation)),
            .mend = model.definition.empty()
                        ? "create it, or mend the name, the schema or the search_path"
                        : fmt::format("db.create<{}>(), or mend the name, the schema or the search_path", model.name)};
}

std::string field_display(const model_info& model, const column_info& column) {
    return column.field.empty() ? std::string("the value") : fmt::format("{}::{}", model.name, column.field);
}

namespace {

problem wrong_whole(const model_info& model, const column_info& column, std::string_view type_name, oid type,
                    const type_registry& types) {
    const std::string reads = cpp_type_for(type, types);
    const oid natural = resolve(column.codec->natural, types);
    const type_info* natural_info = types.find(natural);
    std::string mend;
    if (!reads.empty())
        mend = fmt::format("make {} {}", column.field.empty() ? "the value" : "the field",
                           column.optional ? fmt::format("std::optional<{}>", reads) : reads);
    const type_info* info = types.find(without_domains(type, types));
    if (info && info->kind == 'c' && !column.codec->differences)
        mend = fmt::format("read it into a struct whose Meta has `type = matview::composite_type(\"{}\")`", info->name);
    const bool of_table = !model.relation.name.empty() && model.relation.kind == relation_kind::table;
    const char* const where = model.relation.name.empty() ? "SQL" : of_table ? "definition of a view" : "definition";
    constexpr oid record = 2249;  // which a cast to the struct's own type gives a name
    const bool is_castable = type == record && natural_info && natural_info->kind == 'c';
    if (const unreadable_type* refused = unreadable_type_of(type); refused && !is_castable) {
        mend = std::string(refused->why);
        if (!refused->cast.empty())
            mend += fmt::format(": cast in the {}: {}::{}", where, quoted(column.name), refused->cast);
    } else if (natural_info && !of_table) {
        mend += fmt::format("{}cast in the {}: {}::{}", mend.empty() ? "" : ", or ", where, quoted(column.name),
                            natural_info->name);
    }
    return {.what = problem::kind::wrong_type,
            .relation = display_name(model.relation),
            .column = column.name,
            .description = fmt::format("column {} is {}, which {} ({}) does not read", column.name, type_name,
                                       field_display(model, column), column.codec->cpp_name),
            .mend = mend.empty() ? "read it by a codec of your own: specialise matview::codec" : mend};
}

// What the codec has to say of the parts of a type.
std::vector<problem> part_problems(const model_info& model, const column_info& column, oid type,
                                   const type_registry& types, bool of_enumerators) {
    std::vector<problem> found;
    if (column.codec->differences) column.codec->differences(without_domains(type, types), types, column.name, found);
    std::erase_if(
        found, [&](const problem& p) { return (p.what == problem::kind::enumerator_without_label) != of_enumerators; });
    for (problem& p : found) p.relation = display_name(model.relation);
    return found;
}

void append(std::vector<problem>& to, std::vector<problem>&& more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

std::vector<problem> wrong_type(const model_info& model, const column_info& column, std::string_view type_name,
                                oid type, const type_registry& types) {
    std::vector<problem> found = part_problems(model, column, type, types, false);
    if (found.empty()) found.push_back(wrong_whole(model, column, type_name, type, types));
    return found;
}

std::vector<problem> unlabelled_enumerators(const model_info& model, const relation_facts& facts,
                                            const type_registry& types) {
    std::vector<problem> problems;
    for (const column_info& column : model.columns)
        for (const attribute& a : facts.attributes)
            if (a.name == column.name) append(problems, part_problems(model, column, a.type, types, true));
    return problems;
}

std::vector<problem> needless_optionals(const model_info& model, const relation_facts& facts) {
    std::vector<problem> notes;
    for (const column_info& column : model.columns)
        for (const attribute& a : facts.attributes)
            if (column.optional && a.not_null && a.name == column.name)
                notes.push_back({.what = problem::kind::needless_optional,
                                 .relation = display_name(model.relation),
                                 .column = column.name,
                                 .description = fmt::format("column {} is {}, a domain that is NOT NULL, and {} is "
                                                            "optional",
                                                            column.name, a.type_name, field_display(model, column)),
                                 .mend = "make the field plain, unless an outer join can leave it without a value"});
    return notes;
}

std::vector<problem> column_problems(const model_info& model, const relation_facts& facts, const type_registry& types) {
    std::vector<problem> problems;
    for (const column_info& column : model.columns) {
        const auto found = std::find_if(facts.attributes.begin(), facts.attributes.end(),
                                        [&](const attribute& a) { return a.name == column.name; });
        if (found == facts.attributes.end()) {
            problems.push_back(
                {.what = problem::kind::absent_column,
                 .relation = display_name(model.relation),
                 .column = column.name,
                 .description =
                     fmt::format("column {} of the field {} is absent from {}, which has: {}", column.name,
                                 field_display(model, column), display_name(model.relation), listed(facts.attributes)),
                 .mend = fmt::format(
                     "give the column's name by matview::db_column<&{}, \"…\">, or add it to the definition",
                     field_display(model, column))});
        } else if (!reads(*column.codec, found->type, column.optional && !column.relation, types)) {
            append(problems, wrong_type(model, column, found->type_name, found->type, types));
        }
    }
    return problems;
}

}  // namespace matview::inline v0::detail
