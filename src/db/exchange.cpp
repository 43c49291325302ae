#include "db/exchange.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "db/passwords.hpp"

namespace matview::inline v0::detail {
namespace {

using std::chrono::milliseconds;

bool takes_rows(const PGresult* result) {
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

int poll_time(milliseconds wait) { return static_cast<int>(std::clamp<milliseconds::rep>(wait.count(), 0, 1 << 30)); }

}  // namespace

exchange::exchange(const connection_options& options, pgconn_ptr connection)
    : connection_(std::move(connection)),
      observer_(options.observer),
      silence_(options.response_timeout),
      canceller_(PQgetCancel(connection_.get())) {
    PQsetnonblocking(connection_.get(), 1);
}

exchange::~exchange() = default;

void exchange::begin_verb() noexcept {
    const std::lock_guard lock(flight_);
    ++verbs_;
}

void exchange::end_verb() noexcept {
    const std::lock_guard lock(flight_);
    if (--verbs_ == 0) canceled_ = false;
}

// An exchange that failed has stopped the verb: what follows undoes it.
bool exchange::land(bool failed) noexcept {
    const std::lock_guard lock(flight_);
    in_flight_ = false;
    if (failed) canceled_ = false;
    return asked_to_stop_;
}

void exchange::begin() {
    begun_ = clock::now();
    const std::lock_guard lock(flight_);
    in_flight_ = true;
    asked_to_stop_ = false;
}

void exchange::stop_if_canceled(const sent& about) {
    const std::lock_guard lock(flight_);
    if (!std::exchange(canceled_, false)) return;
    throw query_canceled({.message = std::string(about.what) + ": cancelled before it was sent",
                          .sqlstate = "57014",
                          .query = std::string(about.text),
                          .hint = "cancel() of this connection asked for it",
                          .retryable = true});
}

// The server ignores a request that comes while it is idle. It has acted on one before PQcancel returns.
bool exchange::cancel() noexcept {
    const std::lock_guard lock(flight_);
    char said[256];
    if (in_flight_ && (!canceller_ || PQcancel(canceller_.get(), said, sizeof said) != 1)) return false;
    if (!in_flight_ && verbs_ == 0) return false;
    canceled_ = verbs_ > 0;
    asked_to_stop_ = in_flight_;
    return true;
}

// Closing the socket lets libpq find out by itself that the link is lost.
void exchange::give_up(const sent& about, milliseconds silence) {
    PGconn* c = raw();
    shutdown(PQsocket(c), SHUT_RDWR);
    while (PQstatus(c) == CONNECTION_OK && PQconsumeInput(c) == 1) continue;
    land(true);
    tell(about, nullptr);
    throw connection_lost({.message = fmt::format("{}: the server did not answer for {} ms, and the link was closed",
                                                  about.what, silence.count()),
                           .query = std::string(about.text),
                           .hint = "make a new connection; whether a write took effect is not known. Where statements "
                                   "may take longer, raise response_timeout",
                           .retryable = true,
                           .connection_usable = false});
}

void exchange::await(const sent& about, const meanwhile& call, std::optional<milliseconds> silence) {
    PGconn* c = raw();
    clock::time_point heard{};
    if (silence) heard = clock::now();
    for (;;) {
        const bool unsent = PQflush(c) == 1;
        if (PQisBusy(c) == 0 || PQsocket(c) < 0) return;
        milliseconds wait(-1);
        if (call) wait = call();
        if (silence) {
            const milliseconds left = std::chrono::ceil<milliseconds>(heard + *silence - clock::now());
            if (left.count() <= 0) give_up(about, *silence);
            if (wait.count() < 0 || left < wait) wait = left;
        }
        pollfd watched{PQsocket(c), static_cast<short>(unsent ? POLLIN | POLLOUT : POLLIN), 0};
        if (poll(&watched, 1, wait.count() < 0 ? -1 : poll_time(wait)) <= 0) continue;
        if ((watched.revents & ~POLLOUT) != 0 && PQconsumeInput(c) != 1) return;  // PQgetResult says what happened
        if (silence) heard = clock::now();
    }
}

result_ptr exchange::finish(int was_sent, const sent& about) { return finish(was_sent, about, nullptr, silence_); }

result_ptr exchange::finish(int was_sent, const sent& about, const meanwhile& call,
                            std::optional<milliseconds> silence) {
    result_ptr last;
    while (was_sent == 1) {
        await(about, call, silence);
        result_ptr next(PQgetResult(raw()));
        if (!next) break;
        if (last && PQresultStatus(last.get()) == PGRES_FATAL_ERROR) continue;  // the first failure is the cause
        last = std::move(next);
        if (takes_rows(last.get())) break;
    }
    end(about, last.get());
    return last;
}

result_ptr exchange::next_pipelined(const sent& about) {
    await(about, nullptr, silence_);
    return result_ptr(PQgetResult(raw()));
}

void exchange::end(const sent& about, const PGresult* result) {
    const bool failed = !result || PQresultStatus(result) == PGRES_FATAL_ERROR;
    const bool asked_for = land(failed);
    if (failed && sqlstate_of(result) == "57014") stopped_ = {asked_for, clock::now() - begun_};
    tell(about, result);
}

bool exchange::put_copy(const char* bytes, std::size_t size, const sent& about) {
    clock::time_point heard = clock::now();
    for (;;) {
        const int done = PQputCopyData(raw(), bytes, static_cast<int>(size));
        if (done != 0) return done == 1;
        // The buffer is full: the server has to take some of it first.
        pollfd watched{PQsocket(raw()), POLLIN | POLLOUT, 0};
        const int ready = poll(&watched, 1, silence_ ? poll_time(*silence_) : -1);
        if (ready == 0 && silence_ && clock::now() - heard >= *silence_) give_up(about, *silence_);
        if (ready > 0 && (watched.revents & POLLIN) != 0 && PQconsumeInput(raw()) != 1) return false;
        if (ready > 0) heard = clock::now();
    }
}

bool exchange::end_copy(const char* why_not, const sent& about) {
    int done = 0;
    while ((done = PQputCopyEnd(raw(), why_not)) == 0) {
        pollfd watched{PQsocket(raw()), POLLOUT, 0};
        if (poll(&watched, 1, silence_ ? poll_time(*silence_) : -1) == 0 && silence_) give_up(about, *silence_);
    }
    return done == 1;
}

void exchange::tell(const sent& about, const PGresult* result) const {
    if (!observer_) return;
    std::string kept;
    const ExecStatusType status = PQresultStatus(result);
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    statement_event event;
    event.what = about.kind;
    event.text = without_passwords(about.text, kept);
    event.parameters = about.parameters;
    event.duration = clock::now() - begun_;
    event.failed = !result || status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
    event.sqlstate = state ? state : "";
    event.backend_pid = PQbackendPID(raw());
    if (result && !event.failed) {
        event.rows = status == PGRES_TUPLES_OK ? static_cast<std::uint64_t>(PQntuples(result))
                                               : std::strtoull(PQcmdTuples(const_cast<PGresult*>(result)), nullptr, 10);
        event.bytes = PQresultMemorySize(result);
    }
    observer_->on_statement(event);
}

}  // namespace matview::inline v0::detail
