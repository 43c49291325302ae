#include "db/link.hpp"

#include <fmt/format.h>

#include <utility>

#include "db/connect.hpp"

namespace matview::inline v0::detail {

// libpq would send what stands before it, as if it were the whole.
void refuse_nul(std::string_view sql, std::string_view what) {
    if (sql.find('\0') != sql.npos)
        throw query_error({.message = std::string(what) + ": the SQL holds a NUL character, where it would end",
                           .query = std::string(sql.substr(0, sql.find('\0')))});
}

link::link(const connection_options& options, connected to)
    : options_(options),
      exchange_(options, std::move(to.connection), to.bound),
      types_(*this),
      statements_(options.statement_cache_size) {
    PQsetNoticeReceiver(raw(), &link::receive_notice, this);
    if (server_version() < 150000)
        throw connection_error(
            {.message = fmt::format("connecting to PostgreSQL: the server is version {}, matview needs 15 or newer",
                                    server_version() / 10000),
             .connection_usable = false});
    const settings wanted = settings_of(options);
    if (options.pooled)
        pooled_settings_ = wanted;
    else if (!wanted.empty())
        set_up(wanted, to.left);
}

// A part of connecting, and within its bound.
void link::set_up(const settings& wanted, std::chrono::milliseconds left) {
    const std::string sql = set_sql(raw(), "SET", wanted);
    constexpr std::string_view what = "connecting to PostgreSQL: setting what connection_options ask for";
    const sent about{sql, what};
    exchange_.begin(about);
    const int was_sent = PQsendQuery(raw(), sql.c_str());
    if (left.count() > 0)
        static_cast<void>(checked(exchange_.finish(was_sent, about, {}, left), what, sql));
    else
        static_cast<void>(checked(exchange_.finish(was_sent, about), what, sql));
}

settings link::wanted_settings() const { return with_limits(pooled_settings_, limits_); }

bool link::in_transaction() const noexcept {
    const PGTransactionStatusType status = PQtransactionStatus(raw());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

// libpq calls this from C code, through which no exception may pass: notices are kept and handed on afterwards.
void link::receive_notice(void* to, const PGresult* result) {
    auto& self = *static_cast<link*>(to);
    if (!self.options_.on_notice) return;
    try {
        self.notices_.push_back({field_of(result, PG_DIAG_SEVERITY_NONLOCALIZED), sqlstate_of(result),
                                 field_of(result, PG_DIAG_MESSAGE_PRIMARY),
                                 self.options_.server_detail ? field_of(result, PG_DIAG_MESSAGE_DETAIL) : "",
                                 field_of(result, PG_DIAG_MESSAGE_HINT)});
    } catch (...) {  // out of memory: the notice is lost, the statement is not
        return;
    }
}

void link::hand_on_notices() {
    while (!notices_.empty()) {
        const std::vector<notice> arrived = std::exchange(notices_, {});
        for (const notice& one : arrived) options_.on_notice(one);
    }
}

void link::fail(const PGresult* result, std::string_view what, std::string_view sql) {
    try {
        throw_failure(raw(), result, what, sql, options_.server_detail);
    } catch (const query_canceled& failure) {
        tell_timeout(failure);
        throw;
    }
}

// The server tells a reached statement_timeout from a cancel request by its message only, which is in its language. Here it is known who asked,
// how long the statement ran, and how long it was allowed to.
void link::tell_timeout(const query_canceled& failure) {
    const exchange::stop stopped = exchange_.last_stop();
    error_context context = failure.context();
    if (stopped.asked_for) {
        context.hint = "cancel() of this connection asked for it";
        throw query_canceled(std::move(context));
    }
    const std::optional<std::chrono::milliseconds> limit = statement_limit();
    if (!limit) return;
    if (limit->count() == 0 || stopped.after < *limit) {
        context.hint = "another session asked for it, by pg_cancel_backend for one";
        throw query_canceled(std::move(context));
    }
    context.hint =
        fmt::format("it was allowed {} ms by statement_timeout: allow more time, or make it cheaper", limit->count());
    throw statement_timeout(std::move(context));
}

// Where matview was given it, it is that; else the server is asked, which answers nothing in a failed transaction.
std::optional<std::chrono::milliseconds> link::statement_limit() {
    if (limits_.statement_timeout) return limits_.statement_timeout;
    if (options_.pooled && options_.statement_timeout) return options_.statement_timeout;
    if (transaction_failed()) return options_.statement_timeout;
    try {
        const result_ptr result = ask_as_it_is(
            "SELECT setting FROM pg_catalog.pg_settings WHERE name OPERATOR(pg_catalog.=) 'statement_timeout'", {},
            "asking for statement_timeout");
        return std::chrono::milliseconds(std::strtoll(PQgetvalue(result.get(), 0, 0), nullptr, 10));
    } catch (const error&) {  // then it is not known: what failed is told all the same
        return std::nullopt;
    }
}

result_ptr link::checked(result_ptr owned, std::string_view what, std::string_view sql) {
    deliver_notices();
    switch (PQresultStatus(owned.get())) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_EMPTY_QUERY:
        case PGRES_COPY_IN:
            return owned;
        case PGRES_COPY_OUT:
        case PGRES_COPY_BOTH:
            throw query_error(
                {.message = std::string(what) + ": COPY … TO is not read this way", .query = std::string(sql)});
        default:
            fail(owned.get(), what, sql);
    }
}

result_ptr link::send_text(const std::string& sql, std::string_view what, cancellable can, author by) {
    refuse_nul(sql, what);
    const sent about{.text = sql, .what = what, .own = by == author::user};
    exchange_.begin(about, can);
    return finish(PQsendQuery(raw(), sql.c_str()), about);
}

result_ptr link::run(std::string_view sql, std::string_view what, cancellable can, author by) {
    const std::string text(sql);
    return checked(send_text(text, what, can, by), what, sql);
}

void link::begin_transaction(const std::string& begin_sql, std::string_view what) {
    settings wanted = wanted_settings();
    const std::string set = set_sql(raw(), "SET LOCAL", wanted);
    const std::string sql = set.empty() ? begin_sql : begin_sql + "; " + set;
    result_ptr result = send_text(sql, what);
    if (failed(result)) roll_back(what);
    static_cast<void>(checked(std::move(result), what, sql));
    in_force_ = std::move(wanted);
}

result_ptr link::commit_transaction(std::string_view what) {
    result_ptr result = send_text("COMMIT", what);
    if (failed(result))
        roll_back(what);  // a time limit or a cancel request can come before the server has begun with it
    return checked(std::move(result), what, "COMMIT");
}

void link::roll_back(std::string_view what) {
    exchange_.stop_reading();
    if (usable() && in_transaction()) undo("ROLLBACK", what);
}

void link::undo(const std::string& sql, std::string_view what) {
    constexpr int patience = 20;
    for (int attempt = 1;; ++attempt) {
        result_ptr result = send_text(sql, what, cancellable::no);
        if (attempt == patience || !failed(result) || sqlstate_of(result.get()) != "57014") {
            static_cast<void>(checked(std::move(result), what, sql));
            return;
        }
    }
}

result_ptr link::end_copy(const char* why_not, std::string_view what, std::string_view sql) {
    result_ptr result = exchange_.end_copy(why_not, {sql, what});
    if (PQtransactionStatus(raw()) == PQTRANS_IDLE) in_force_.clear();
    return result;
}

}  // namespace matview::inline v0::detail
