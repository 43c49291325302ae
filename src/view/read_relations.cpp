#include "view/read_relations.hpp"

#include <cstdlib>

namespace matview::inline v0::detail {

std::vector<read_relation> read_by_refresh(link& on, oid view) {
    constexpr const char* sql = R"sql(
WITH RECURSIVE reads AS (
    SELECT $1::pg_catalog.oid AS id, 'v'::pg_catalog."char" AS kind
    UNION
    SELECT c.oid, c.relkind
    FROM reads
    JOIN pg_catalog.pg_rewrite AS r ON r.ev_class OPERATOR(pg_catalog.=) reads.id
    JOIN pg_catalog.pg_depend AS d ON d.objid OPERATOR(pg_catalog.=) r.oid
    JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) d.refobjid
    WHERE reads.kind OPERATOR(pg_catalog.=) 'v'
      AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_rewrite'::pg_catalog.regclass
      AND d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
      AND d.refobjid OPERATOR(pg_catalog.<>) $1::pg_catalog.oid)
SELECT c.oid, c.oid::pg_catalog.regclass, c.relkind, c.relispopulated
FROM reads JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) reads.id
WHERE c.oid OPERATOR(pg_catalog.<>) $1::pg_catalog.oid
ORDER BY c.oid)sql";
    const result_ptr result = on.ask(sql, {std::to_string(view)}, "reading what a view reads");
    std::vector<read_relation> found;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        const auto text = [&](int column) { return PQgetvalue(result.get(), row, column); };
        found.push_back({static_cast<oid>(std::strtoul(text(0), nullptr, 10)), text(1), *text(2), *text(3) == 't'});
    }
    return found;
}

}  // namespace matview::inline v0::detail
