#include "view/flight_record.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

#include <matview/query/identifier.hpp>
#include "view/atomic.hpp"

namespace matview::inline v0::detail {
namespace {

constexpr std::string_view table_name = "matview_refreshes";

std::chrono::microseconds microseconds_in(const result_ptr& result, int column) {
    return std::chrono::microseconds(std::strtoll(PQgetvalue(result.get(), 0, column), nullptr, 10));
}

enum class table_state { absent, closed, usable };

table_state look_for(link& on, const std::string& schema) {
    constexpr const char* sql = R"sql(
SELECT pg_catalog.has_table_privilege(c.oid, 'SELECT') AND pg_catalog.has_table_privilege(c.oid, 'INSERT')
       AND pg_catalog.has_table_privilege(c.oid, 'UPDATE')
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
WHERE n.nspname::pg_catalog.text OPERATOR(pg_catalog.=) $1 AND c.relname::pg_catalog.text OPERATOR(pg_catalog.=) $2)sql";
    const result_ptr result = on.ask(sql, {schema, std::string(table_name)}, "looking for the table matview_refreshes");
    if (PQntuples(result.get()) == 0) return table_state::absent;
    return *PQgetvalue(result.get(), 0, 0) == 't' ? table_state::usable : table_state::closed;
}

}  // namespace

flight_record::flight_record(std::string schema)
    : schema_(std::move(schema)), table_(quoted(schema_) + "." + quoted(table_name)) {}

std::string flight_record::grant_sql(link& on) const {
    const result_ptr result = on.ask("SELECT current_user", {}, "asking for the user's name");
    return fmt::format("GRANT SELECT, INSERT, UPDATE ON {} TO {}", table_, quoted(PQgetvalue(result.get(), 0, 0)));
}

bool flight_record::is_usable(link& on) const { return look_for(on, schema_) == table_state::usable; }

void flight_record::make_usable(session& on, std::string_view what) const {
    const std::string create = "CREATE TABLE " + table_ +
                               " (relname pg_catalog.name PRIMARY KEY, started pg_catalog.timestamptz NOT NULL, "
                               "view_xmin pg_catalog.xid NOT NULL)";
    const lease at = on.lease();
    table_state found = look_for(*at, schema_);
    if (found == table_state::absent) {
        try {
            atomic work(on);
            static_cast<void>(at->ask(create, {}, fmt::format("{}: making the table {}", what, table_)));
            work.commit();
            return;
        } catch (const insufficient_privilege& failure) {
            error_context context = failure.context();
            context.hint = fmt::format("let the schema's owner run: {}; {}", create, grant_sql(*at));
            throw insufficient_privilege(std::move(context));
        } catch (
            const server_error&) {  // another process may have made it at the same time, which fails in several ways
            if (at->usable()) found = look_for(*at, schema_);
            if (found == table_state::absent) throw;
        }
    }
    if (found == table_state::closed)
        throw insufficient_privilege({.message = fmt::format("{}: {} may not be read and written", what, table_),
                                      .sqlstate = "42501",
                                      .hint = "let the table's owner run: " + grant_sql(*at)});
}

std::optional<flight_record::last_refresh> flight_record::read(link& on, oid view, std::string_view what) const {
    const result_ptr result = on.ask(fmt::format(
                                         R"sql(
SELECT (EXTRACT(epoch FROM r.started) OPERATOR(pg_catalog.*) 1000000)::pg_catalog.int8,
       (EXTRACT(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) r.started) OPERATOR(pg_catalog.*) 1000000)::pg_catalog.int8
FROM {} AS r
JOIN pg_catalog.pg_class AS c ON c.relname OPERATOR(pg_catalog.=) r.relname AND c.xmin OPERATOR(pg_catalog.=) r.view_xmin
WHERE c.oid OPERATOR(pg_catalog.=) $1::pg_catalog.oid AND c.relispopulated)sql",
                                         table_),
                                     {std::to_string(view)}, what);
    if (PQntuples(result.get()) == 0) return std::nullopt;
    return last_refresh{server_time(microseconds_in(result, 0)), microseconds_in(result, 1)};
}

void flight_record::write(link& on, oid view, server_time started, std::string_view what) const {
    static_cast<void>(on.ask(fmt::format(
                                 R"sql(
INSERT INTO {} AS r (relname, started, view_xmin)
SELECT c.relname, 'epoch'::pg_catalog.timestamptz OPERATOR(pg_catalog.+)
       ('1 microsecond'::pg_catalog.interval OPERATOR(pg_catalog.*) $2::pg_catalog.int8::pg_catalog.float8), c.xmin
FROM pg_catalog.pg_class AS c WHERE c.oid OPERATOR(pg_catalog.=) $1::pg_catalog.oid
ON CONFLICT (relname) DO UPDATE SET started = EXCLUDED.started, view_xmin = EXCLUDED.view_xmin)sql",
                                 table_),
                             {std::to_string(view), std::to_string(started.time_since_epoch().count())}, what));
}

}  // namespace matview::inline v0::detail
