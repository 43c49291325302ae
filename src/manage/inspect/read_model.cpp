#include "manage/inspect/read_model.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace matview::inline v0::managing {

model model_reader::read(const found_relation& relation) {
    model into{relation, {}, {}, {}, {}, {}, {}, {}};
    read_columns(into);
    read_indexes(into);
    read_references(into);
    read_joined(into);
    if (relation.kind == 'v' || relation.kind == 'm')
        into.definition = from_.printed("SELECT pg_catalog.pg_get_viewdef($1::pg_catalog.oid, true)", relation.id);
    into.comment = from_.value<std::optional<std::string>>("SELECT obj_description($1::oid, 'pg_class')", relation.id)
                       .value_or("");
    return into;
}

void model_reader::read_columns(model& into) {
    into.columns = from_.ask<model_column>(
        "SELECT attnum AS number, attname AS name, atttypid AS type, format_type(atttypid, atttypmod) AS type_name, "
        "false AS never_null FROM pg_attribute WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped "
        "ORDER BY attnum",
        into.of.id);
    for (model_column& column : into.columns) column.never_null = nullability_.is_never_null(into.of.id, column.number);
}

// The key is the primary key, else the usable unique index of the fewest columns, with those first that are never NULL.
void model_reader::read_indexes(model& into) {
    struct index {
        std::int64_t id;
        bool is_primary, is_unique, usable, simple;
        std::vector<std::int32_t> columns, options;
        std::string definition;
    };
    auto all = from_.ask<index>(fmt::format(R"sql(
SELECT i.indexrelid AS id, i.indisprimary AS is_primary, i.indisunique AS is_unique,
       {} AS usable,
       i.indisvalid AND i.indpred IS NULL AND am.amname = 'btree' AND NOT (0 = ANY (i.indkey::int2[]))
           AND i.indnkeyatts = i.indnatts AND ic.reloptions IS NULL
           AND NOT EXISTS (SELECT FROM unnest(i.indclass::oid[]) AS o (id) JOIN pg_opclass AS oc ON oc.oid = o.id
                           WHERE NOT oc.opcdefault)
           AND NOT EXISTS (SELECT FROM unnest(i.indcollation::oid[], i.indkey::int2[]) AS k (coll, att)
                           JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.att
                           WHERE k.coll <> 0 AND k.coll <> a.attcollation) AS simple,
       ARRAY(SELECT k::int4 FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS u (k, n) WHERE n <= i.indnkeyatts ORDER BY n) AS columns,
       ARRAY(SELECT o::int4 FROM unnest(i.indoption::int2[]) WITH ORDINALITY AS u (o, n) ORDER BY n) AS options,
       pg_get_indexdef(i.indexrelid) AS definition
FROM pg_index AS i JOIN pg_class AS ic ON ic.oid = i.indexrelid JOIN pg_am AS am ON am.oid = ic.relam
WHERE i.indrelid = $1::oid
ORDER BY ic.relname)sql",
                                            usable_index),
                                into.of.id);
    const auto nullable = [&](const index& one) {
        return std::any_of(one.columns.begin(), one.columns.end(), [&](int number) {
            const model_column* const column = into.column(number);
            return !column || !column->never_null;
        });
    };
    const auto weight = [&](const index& one) {
        return std::tuple(!one.is_primary, nullable(one), one.columns.size());
    };
    const index* key = nullptr;
    for (const index& one : all)
        if ((one.usable || one.is_primary) && (!key || weight(one) < weight(*key))) key = &one;
    if (key) into.key.assign(key->columns.begin(), key->columns.end());
    for (const index& one : all) {
        if (&one == key) continue;
        model_index& made = into.indexes.emplace_back(model_index{one.is_unique, one.definition, {}});
        if (one.simple)
            for (std::size_t i = 0; i < one.columns.size(); ++i)  // INDOPTION_DESC is 1, INDOPTION_NULLS_FIRST 2
                made.parts.push_back({one.columns[i], (one.options[i] & 1) != 0, (one.options[i] & 2) != 0});
    }
}

void model_reader::read_references(model& into) {
    for (const model_column& column : into.columns)
        if (auto found = reference_of(into, column)) into.references.push_back(*std::move(found));
}

std::optional<model_reference> model_reader::reference_of(const model& of, const model_column& column) {
    struct constraint {
        std::int64_t target;
        std::string where;
    };
    const auto [table, number] = definitions_.origin(of.of.id, column.number);
    const bool of_view = of.of.kind == 'v' || of.of.kind == 'm';  // whose rows may outlast what they refer to
    // To the primary key: a row of the target is found by nothing else.
    const auto found = from_.ask<constraint>(R"sql(
SELECT c.confrelid AS target, quote_ident(t.relname) || '.' || quote_ident(a.attname) AS where
FROM pg_constraint AS c JOIN pg_class AS t ON t.oid = c.conrelid
JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN pg_index AS i ON i.indrelid = c.confrelid AND i.indisprimary AND i.indnkeyatts = 1 AND i.indkey[0] = c.confkey[1]
WHERE c.contype = 'f' AND c.conrelid = $1::oid AND c.conkey[1] = $2 AND cardinality(c.conkey) = 1
ORDER BY c.conname LIMIT 1)sql",
                                             table, number);
    if (!found.empty())
        return of_view ? model_reference{column.number, found.front().target, true,
                                         "a guess: it is " + found.front().where + ", which refers there"}
                       : model_reference{column.number, found.front().target, false, ""};
    const bool named_as_key = column.name.size() > 3 && column.name.ends_with("_id");
    if (!named_as_key) return std::nullopt;
    if (table != of.of.id &&
        from_.value<bool>("SELECT EXISTS (SELECT FROM pg_index WHERE indrelid = $1::oid AND indisprimary AND "
                          "indnkeyatts = 1 AND indkey[0] = $2)",
                          table, number)) {
        const auto target = from_.find(table);
        return model_reference{column.number, table, true,
                               "a guess: it is the primary key of " + (target ? target->shown() : std::string())};
    }
    return guess_by_name(of, column);
}

// user_id leads to the table user, users or …_user, …_users, where there is one such table, its key is one column, and the types fit.
std::optional<model_reference> model_reader::guess_by_name(const model& of, const model_column& column) {
    const std::string stem = column.name.substr(0, column.name.size() - 3);
    const auto found = from_.ask<std::int64_t>(R"sql(
WITH stems (name) AS (
    VALUES ($1::text), ($1 || 's'), ($1 || 'es'), (regexp_replace($1, 'y$', 'ies')))
SELECT c.oid
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary AND i.indnkeyatts = 1
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY ($2::text[]) AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND a.atttypid = $3::oid AND c.oid <> $4::oid
  AND EXISTS (SELECT FROM stems WHERE c.relname = stems.name OR right(c.relname, length(stems.name) + 1) = '_' || stems.name)
ORDER BY NOT EXISTS (SELECT FROM stems WHERE c.relname = stems.name)
LIMIT 2)sql",
                                               stem, from_.path(), column.type, of.of.id);
    if (found.empty()) return std::nullopt;
    const auto target = from_.find(found.front());
    if (!target) return std::nullopt;
    const bool exact = target->name.starts_with(stem);
    if (found.size() > 1 && !exact) return std::nullopt;
    return model_reference{column.number, target->id, true, "a guess by its name: " + target->shown()};
}

void model_reader::read_joined(model& into) {
    const node* const view = definitions_.query(into.of.id);
    if (!view) return;
    const auto& tables = (*view)["rtable"].items();
    bool first = true;
    (*view)["jointree"].for_each([&](const node& one) {
        if (!one.is("RANGETBLREF")) return;
        const auto place = static_cast<std::size_t>(one["rtindex"].number());
        if (place < 1 || place > tables.size()) return;
        const std::int64_t id = tables[place - 1]["relid"].number();
        if (!first && id != 0) into.joined.push_back(id);
        first = false;
    });
}

}  // namespace matview::inline v0::managing
