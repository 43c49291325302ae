#include <matview/db/session.hpp>

#include <cstdlib>

#include "db/in_settings.hpp"
#include "db/link.hpp"

namespace matview::inline v0 {

session::~session() = default;

std::uint64_t session::execute_statement(const statement& sql) {
    const detail::lease on = lease();
    if (!sql.parameters.empty()) {
        const detail::result_ptr result = on->run(sql, detail::unheld::is_error, "execute");
        return std::strtoull(PQcmdTuples(result.get()), nullptr, 10);
    }
    const detail::exchange::whole_verb verb(on->wire());
    detail::in_settings scope(*on, "execute", sql.text);
    const detail::result_ptr result = on->run(sql.text, "execute", detail::cancellable::own, detail::author::user);
    if (PQresultStatus(result.get()) == PGRES_COPY_IN) {
        // Left open, the copy would hold the connection: it is ended before the error is told.
        on->end_copy("matview: COPY … FROM STDIN needs copy_in", "execute", sql.text);
        throw query_error({.message = "execute: COPY … FROM STDIN waits for rows",
                           .query = sql.text,
                           .hint = "load them by matview::copy_in"});
    }
    scope.done();
    on->deliver_notices();
    return std::strtoull(PQcmdTuples(result.get()), nullptr, 10);
}

}  // namespace matview::inline v0
