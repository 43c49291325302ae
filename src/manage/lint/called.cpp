#include "manage/lint/called.hpp"

#include <set>

#include "manage/definition/walk.hpp"

namespace matview::inline v0::managing {

std::vector<std::int64_t> called_functions(const subject& of) {
    std::set<std::int64_t> functions, operators;
    for_each_node(of.known, of.view.id, [&](const node& e) {
        for (const char* const field : {"funcid", "aggfnoid", "winfnoid"})
            if (const std::int64_t id = e[field].number(); id != 0) functions.insert(id);
        if (const std::int64_t id = e["opno"].number(); id != 0) operators.insert(id);
    });
    return of.from.ask<std::int64_t>(R"sql(
WITH named AS (
    SELECT f.id::oid AS id FROM unnest($1::int8[]) AS f (id)
    UNION SELECT o.oprcode::oid FROM pg_operator AS o WHERE o.oid = ANY ($2::int8[]::oid[]))
SELECT id FROM named
UNION SELECT part.id FROM pg_aggregate AS a JOIN named ON a.aggfnoid = named.id
CROSS JOIN unnest(ARRAY[a.aggtransfn::oid, a.aggfinalfn::oid, a.aggcombinefn::oid, a.aggserialfn::oid, a.aggdeserialfn::oid]) AS part (id)
WHERE part.id <> 0)sql",
                                     std::vector<std::int64_t>(functions.begin(), functions.end()),
                                     std::vector<std::int64_t>(operators.begin(), operators.end()));
}

}  // namespace matview::inline v0::managing
