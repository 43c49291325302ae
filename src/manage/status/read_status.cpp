#include "manage/status/read_status.hpp"

#include <fmt/format.h>

#include <matview/error.hpp>
#include <matview/query/identifier.hpp>

namespace matview::inline v0::managing {
namespace {

// {0} is who has MAINTAIN, which there is from PostgreSQL 17 on, {1} whether the user has it, {2} what a usable index is.
constexpr const char* status_sql = R"sql(
SELECT CASE c.relkind WHEN 'm' THEN 'materialized view' WHEN 'v' THEN 'view' WHEN 'f' THEN 'foreign table'
                      WHEN 'p' THEN 'partitioned table' ELSE 'table' END AS kind,
       CASE WHEN NOT c.relispopulated THEN 0 WHEN s.n_live_tup > 0 THEN s.n_live_tup WHEN c.reltuples >= 0 AND c.relkind <> 'v'
            THEN c.reltuples::int8 WHEN c.relkind IN ('r', 'm') AND pg_relation_size(c.oid) = 0 THEN 0 END AS rows,
       coalesce(pg_total_relation_size(c.oid), 0) AS bytes,
       c.relispopulated AS populated,
       (SELECT ic.relname::text FROM pg_index AS i JOIN pg_class AS ic ON ic.oid = i.indexrelid JOIN pg_am AS am ON am.oid = ic.relam
        WHERE i.indrelid = c.oid AND {2} ORDER BY i.indnkeyatts, ic.relname LIMIT 1) AS unique_index,
       CASE WHEN c.relkind IN ('r', 'm') THEN s.n_dead_tup END AS dead_rows,
       pg_get_userbyid(c.relowner)::text AS owner,
       {0} AS refreshers,
       c.relkind = 'm' AND (pg_has_role(c.relowner, 'USAGE') OR {1}) AS user_may_refresh
FROM pg_class AS c LEFT JOIN pg_stat_all_tables AS s ON s.relid = c.oid
WHERE c.oid = $1::oid)sql";

struct moment {
    std::chrono::sys_time<std::chrono::microseconds> at;
    double age;
};

// By the table that single flight keeps. pg_class.xmin changes with each refresh, so a later one from elsewhere is not missed.
std::vector<moment> by_record(catalog& from, const found_relation& of) {
    const bool readable = from.value<bool>(
        "SELECT EXISTS (SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = "
        "$1 "
        "AND c.relname = 'matview_refreshes' AND c.relkind = 'r' AND has_table_privilege(c.oid, 'SELECT') AND "
        "(SELECT count(*) FROM pg_attribute AS a WHERE a.attrelid = c.oid AND NOT a.attisdropped AND "
        "(a.attname, a.atttypid) IN (('relname', 'name'::regtype), ('started', 'timestamptz'::regtype), ('view_xmin', "
        "'xid'::regtype))) = 3)",
        of.schema);
    if (!readable) return {};
    return from.ask<moment>(
        fmt::format(
            "SELECT r.started AS at, extract(epoch FROM now() - r.started)::float8 AS age "
            "FROM {}.matview_refreshes AS r JOIN pg_class AS c ON c.relname = r.relname AND c.xmin = r.view_xmin "
            "WHERE c.oid = $1::oid AND c.relispopulated",
            detail::quoted(of.schema)),
        of.id);
}

// By the commit of what changed pg_class last, which is the refresh as a rule; GRANT and the like change it too.
std::vector<moment> by_commit(catalog& from, const found_relation& of) {
    if (from.value<std::string>("SELECT current_setting('track_commit_timestamp')") != "on") return {};
    return from.ask<moment>(
        "SELECT t.at, extract(epoch FROM now() - t.at)::float8 AS age FROM pg_class AS c, "
        "pg_xact_commit_timestamp(c.xmin) AS t (at) WHERE c.oid = $1::oid AND c.relispopulated AND t.at IS NOT NULL",
        of.id);
}

}  // namespace

relation_status read_status(catalog& from, const found_relation& of) {
    const bool maintain = from.server_version() >= 170000;
    relation_status status = [&] {
        struct row {
            std::string kind;
            std::optional<std::int64_t> rows;
            std::int64_t bytes;
            bool populated;
            std::optional<std::string> unique_index;
            std::optional<std::int64_t> dead_rows;
            std::string owner;
            std::vector<std::string> refreshers;
            bool user_may_refresh;
        };
        auto one =
            from.ask<row>(fmt::format(status_sql,
                                      maintain ? "ARRAY(SELECT CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE "
                                                 "pg_get_userbyid(x.grantee)::text END "
                                                 "FROM aclexplode(c.relacl) AS x WHERE x.privilege_type = 'MAINTAIN' "
                                                 "AND x.grantee <> c.relowner "
                                                 "ORDER BY 1)"
                                               : "'{}'::text[]",
                                      maintain ? "has_table_privilege(c.oid, 'MAINTAIN')" : "false", usable_index),
                          of.id)
                .at(0);
        return relation_status{one.kind,      one.rows,  one.bytes,      one.populated,       one.unique_index,
                               one.dead_rows, one.owner, one.refreshers, one.user_may_refresh};
    }();
    if (of.kind != 'm') return status;
    const auto tell = [&](const std::vector<moment>& found, const char* by) {
        if (found.empty() || status.refreshed) return;
        status.refreshed = found.front().at;
        status.age = found.front().age;
        status.refreshed_by = by;
    };
    tell(by_record(from, of), "matview_refreshes");
    if (!status.refreshed) tell(by_commit(from, of), "track_commit_timestamp");
    return status;
}

}  // namespace matview::inline v0::managing
