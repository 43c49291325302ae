#include <fmt/format.h>
#include <fmt/ranges.h>

#include <matview/query/identifier.hpp>

#include "manage/definition/nullability.hpp"
#include "manage/lint/rules.hpp"

namespace matview::inline v0::managing {
namespace {

struct key_column {
    std::int32_t number;
    std::string name;
    std::string index;
};

constexpr const char* columns_sql = R"sql(
SELECT DISTINCT ON (a.attnum) a.attnum::int4 AS number, a.attname AS name, ic.relname AS index
FROM pg_index AS i JOIN pg_class AS ic ON ic.oid = i.indexrelid JOIN pg_am AS am ON am.oid = ic.relam
CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
WHERE i.indrelid = $1::oid AND {} AND k.place <= i.indnkeyatts
ORDER BY a.attnum, ic.relname)sql";

}  // namespace

std::vector<finding> null_keys(const subject& of) {
    nullability proofs(of.known);
    std::vector<key_column> columns;
    for (key_column& one : of.from.ask<key_column>(fmt::format(columns_sql, usable_index), of.view.id))
        if (!proofs.is_never_null(of.view.id, one.number)) columns.push_back(std::move(one));
    if (columns.empty() || !of.from.value<bool>("SELECT relispopulated FROM pg_class WHERE oid = $1::oid", of.view.id))
        return {};
    if (!of.from.value<bool>("SELECT has_schema_privilege(relnamespace, 'USAGE') AND has_table_privilege(oid, "
                             "'SELECT') FROM pg_class WHERE oid = $1::oid",
                             of.view.id))
        return {{severity::note, "null-keys",
                 "it was not looked for NULLs in its key, for want of the right to read it", "run this as its owner"}};
    std::vector<finding> all;
    const std::string relation = detail::quoted(of.view.schema) + "." + detail::quoted(of.view.name);
    for (const key_column& one : columns)
        if (of.from.value<bool>(
                fmt::format("SELECT EXISTS (SELECT FROM {} WHERE {} IS NULL)", relation, detail::quoted(one.name))))
            all.push_back({severity::problem, "null-keys",
                           fmt::format("its column {} of the unique index {} holds NULL: a concurrent refresh rewrites "
                                       "those rows each time, and "
                                       "the index does not keep them apart",
                                       one.name, one.index),
                           "leave those rows out of the definition, or give a value in place of NULL by coalesce"});
    return all;
}

}  // namespace matview::inline v0::managing
