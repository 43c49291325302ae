#include <matview/db/session.hpp>

#include <cstdlib>

#include "db/link.hpp"

namespace matview::inline v0 {

session::~session() = default;

std::uint64_t session::execute_statement(const statement& sql) {
    const detail::lease on = lease();
    const detail::result_ptr result =
        sql.parameters.empty() ? on->run(sql.text, "execute") : on->run(sql, detail::unheld::is_error, "execute");
    if (PQresultStatus(result.get()) == PGRES_COPY_IN) {
        // Left open, the copy would hold the connection: it is ended before the error is told.
        PQputCopyEnd(on->raw(), "matview: COPY … FROM STDIN needs copy_in");
        while (PGresult* rest = PQgetResult(on->raw())) PQclear(rest);
        throw query_error({.message = "execute: COPY … FROM STDIN waits for rows",
                           .query = sql.text,
                           .hint = "load them by matview::copy_in"});
    }
    return std::strtoull(PQcmdTuples(result.get()), nullptr, 10);
}

}  // namespace matview::inline v0
