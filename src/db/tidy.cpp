// What a connection goes through between two of its users.
#include <sys/socket.h>

#include <cerrno>

#include <matview/db/pool.hpp>

#include "db/link.hpp"

namespace matview::inline v0::detail {
namespace {

constexpr std::string_view giving_back = "giving back a connection";

// All of DISCARD ALL that is seen from outside, but for the prepared statements, which matview keeps.
constexpr const char* reset_sql =
    "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *; SELECT pg_catalog.pg_advisory_unlock_all(); "
    "DISCARD TEMP; DISCARD SEQUENCES";

// What was notified before UNLISTEN waits in libpq for whoever asks next.
void drop_notifications(PGconn* of) {
    while (PGnotify* one = PQnotifies(of)) PQfreemem(one);
}

}  // namespace

// An idle connection is silent. What can be read from its socket is the end of it, or news of it: a changed setting, a notification, the
// server's farewell. Which of them, an answer tells.
bool link::is_alive() noexcept try {
    if (!usable()) return false;
    char first = 0;
    const ssize_t there = recv(PQsocket(raw()), &first, 1, MSG_PEEK | MSG_DONTWAIT);
    if (there == 0) return false;
    if (there < 0 && errno != EINTR) return errno == EAGAIN || errno == EWOULDBLOCK;
    run("", "asking an idle connection whether it is alive", cancellable::no);
    return usable();
} catch (...) {
    return false;
}

bool link::tidy_up(pool_reset how) {
    if (!usable() || settings_depth_ > 0 || PQpipelineStatus(raw()) != PQ_PIPELINE_OFF) return false;
    if (PQtransactionStatus(raw()) == PQTRANS_ACTIVE) return false;  // in the midst of a COPY
    roll_back(giving_back);
    limits_ = {};
    const trace left = exchange_.traced();
    const bool all = how == pool_reset::discard_all && left != trace::none;
    // A pooler's session is another for each transaction, and what is left in it is the pooler's to undo.
    if (!options_.pooled && (all || (how == pool_reset::changed && left >= trace::changed)))
        reset_session(all || left == trace::prepared);
    exchange_.forget_trace();
    return usable() && PQtransactionStatus(raw()) == PQTRANS_IDLE;
}

void link::reset_session(bool with_statements) {
    if (with_statements) {
        run("DISCARD ALL", giving_back, cancellable::no);
        statements_.clear();
    }
    const std::string wanted = set_sql(raw(), "SET", settings_of(options_));
    if (!with_statements)
        run(reset_sql + (wanted.empty() ? "" : "; " + wanted), giving_back, cancellable::no);
    else if (!wanted.empty())
        run(wanted, giving_back, cancellable::no);
    drop_notifications(raw());
}

}  // namespace matview::inline v0::detail
