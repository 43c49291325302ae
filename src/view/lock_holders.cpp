#include "view/lock_holders.hpp"

#include <fmt/format.h>

#include "view/read_relations.hpp"

namespace matview::inline v0::detail {
namespace {

// What others may not see of a session is NULL.
constexpr std::string_view holders_sql = R"sql(
SELECT l.pid, pg_catalog.concat_ws(', ', coalesce(a.usename::pg_catalog.text, a.backend_type),
                                   nullif(a.application_name, ''),
                                   a.state || coalesce(' for ' || pg_catalog.date_part('epoch',
                                       pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) a.state_change)::pg_catalog.int8 || ' s', '')),
       l.mode
FROM pg_catalog.pg_locks AS l
LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid OPERATOR(pg_catalog.=) l.pid
WHERE l.granted AND (l.pid IS NULL OR l.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid())
  AND l.database OPERATOR(pg_catalog.=) (SELECT d.oid FROM pg_catalog.pg_database AS d
                                         WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
  AND {}
ORDER BY a.xact_start, l.pid)sql";

// REFRESH takes ACCESS EXCLUSIVE, or CONCURRENTLY EXCLUSIVE, of the view, and ACCESS SHARE of what it reads.
// https://www.postgresql.org/docs/current/explicit-locking.html
constexpr std::string_view on_relations = R"sql(l.locktype OPERATOR(pg_catalog.=) 'relation'
  AND (l.relation OPERATOR(pg_catalog.=) $1::pg_catalog.oid
           AND (NOT $2::pg_catalog.bool OR l.mode OPERATOR(pg_catalog.<>) 'AccessShareLock')
       OR l.relation OPERATOR(pg_catalog.=) ANY ($3::pg_catalog.oid[]) AND l.mode OPERATOR(pg_catalog.=) 'AccessExclusiveLock'))sql";

constexpr std::string_view of_flight =
    R"sql(l.locktype OPERATOR(pg_catalog.=) 'advisory' AND l.objsubid OPERATOR(pg_catalog.=) 2
  AND l.classid OPERATOR(pg_catalog.=) $1::pg_catalog.oid AND l.objid OPERATOR(pg_catalog.=) $2::pg_catalog.oid)sql";

std::vector<lock_holder> ask(link& on, std::string_view which, const std::vector<std::string>& arguments) {
    const result_ptr result = on.ask(fmt::format(holders_sql, which), arguments, "asking who holds a lock");
    std::vector<lock_holder> found;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        const std::string pid = PQgetvalue(result.get(), row, 0), who = PQgetvalue(result.get(), row, 1);
        const std::string session = pid.empty() ? "a prepared transaction" : fmt::format("process {} ({})", pid, who);
        found.push_back({pid, session + " holds " + PQgetvalue(result.get(), row, 2)});
    }
    return found;
}

}  // namespace

std::vector<lock_holder> holders_of_view(link& on, oid view, bool concurrently) {
    std::string reads;
    for (const read_relation& one : read_by_refresh(on, view))
        reads.append(reads.empty() ? "" : ",").append(std::to_string(one.id));
    return ask(on, on_relations, {std::to_string(view), concurrently ? "t" : "f", "{" + reads + "}"});
}

std::vector<lock_holder> holders_of_flight(link& on, oid view) {
    return ask(on, of_flight, {std::to_string(flight_class), std::to_string(view)});
}

std::string listed(const std::vector<lock_holder>& holders) {
    constexpr std::size_t told = 3;
    std::string text;
    for (std::size_t i = 0; i < holders.size() && i < told; ++i)
        text.append(text.empty() ? "" : ", ").append(holders[i].text);
    if (holders.size() > told) text += fmt::format(", and {} more", holders.size() - told);
    return text;
}

}  // namespace matview::inline v0::detail
