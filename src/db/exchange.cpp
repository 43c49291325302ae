#include "db/exchange.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "passwords.hpp"

namespace matview::inline v0::detail {
namespace {

using std::chrono::milliseconds;

using optional_time = std::optional<milliseconds>;

int poll_time(milliseconds wait) { return static_cast<int>(std::clamp<milliseconds::rep>(wait.count(), 0, 1 << 30)); }

// Zero stands for without end.
optional_time none_if_zero(const optional_time& given) { return given && given->count() > 0 ? given : std::nullopt; }

}  // namespace

exchange::exchange(const connection_options& options, pgconn_ptr connection, milliseconds cancel_bound)
    : connection_(std::move(connection)),
      observer_(options.observer),
      silence_(none_if_zero(options.response_timeout)),
      canceller_(connection_.get(), cancel_bound) {
    PQsetnonblocking(connection_.get(), 1);
}

void exchange::refuse_if_cancelled(const sent& about) {
    if (verb_is_cancelled()) throw_canceled(about);
}

void exchange::throw_canceled(const sent& about) const {
    throw query_canceled({.message = std::string(about.what) + ": cancelled before it was sent",
                          .sqlstate = "57014",
                          .query = std::string(about.text),
                          .hint = "cancel() of this connection asked for it",
                          .retryable = true,
                          .connection_usable = PQstatus(raw()) == CONNECTION_OK});
}

void exchange::refuse_while_reading(const sent& about) const {
    if (!reading_) return;
    throw query_error(
        {.message = std::string(about.what) + ": rows of a stream are still being read on this connection",
         .query = std::string(about.text),
         .hint = "read the stream to its end or destroy it first, or use another connection"});
}

void exchange::stop_reading() noexcept {
    if (reading_) reading_->give_up();
}

void exchange::begin(const sent& about, cancellable can) {
    if (can == cancellable::no)
        stop_reading();  // what undoes something is not refused
    else
        refuse_while_reading(about);
    begun_ = clock::now();
    gathering_.begin();
    if (can == cancellable::no) return;
    canceller_.begin();
    // A cancel from here on meets what is under way; one from before it, during what prepared for it, is met here.
    if (can != cancellable::own || !verb_.is_set()) return;
    land();
    throw_canceled(about);
}

bool exchange::cancel() noexcept {
    // A verb could begin between a look for it and the request to its first exchange, which the server may end nevertheless.
    bool within_verb = false;
    const canceller::outcome met = canceller_.cancel([&] { within_verb = verb_.set(); });
    if (met == canceller::outcome::not_taken) verb_.clear();
    return met == canceller::outcome::taken || (met == canceller::outcome::nothing_under_way && within_verb);
}

// Closing the socket lets libpq find out by itself that the link is lost.
void exchange::close() noexcept {
    shutdown(PQsocket(raw()), SHUT_RDWR);
    while (PQstatus(raw()) == CONNECTION_OK && PQconsumeInput(raw()) == 1) continue;
}

void exchange::give_up(const sent& about, milliseconds silence) {
    close();
    canceller_.give_up();
    tell(about, nullptr);
    throw connection_lost({.message = fmt::format("{}: the server did not answer for {} ms, and the link was closed",
                                                  about.what, silence.count()),
                           .query = std::string(about.text),
                           .hint = "make a new connection; whether a write took effect is not known. Where statements "
                                   "may take longer, raise response_timeout",
                           .retryable = true,
                           .connection_usable = false});
}

void exchange::await(const sent& about, meanwhile call, optional_time silence) {
    PGconn* const c = raw();
    clock::time_point heard{};
    if (silence) heard = clock::now();
    while (PQisBusy(c) != 0) {
        const bool unsent = PQflush(c) == 1;
        pollfd watched{PQsocket(c), static_cast<short>(unsent ? POLLIN | POLLOUT : POLLIN), 0};
        if (watched.fd < 0) return;
        const milliseconds wait = call ? call() : milliseconds(-1);
        const int ready = silence ? await_sign(watched, wait, about, *silence, heard)
                                  : gathering_.wait_for(watched, wait.count() < 0 ? -1 : poll_time(wait));
        if (ready <= 0) continue;
        if ((watched.revents & ~POLLOUT) != 0 && PQconsumeInput(c) != 1) return;  // PQgetResult says what happened
        if (silence) heard = clock::now();
    }
}

// For as long as `wait`, where that is not negative, and no longer than until the server has been silent for too long.
int exchange::await_sign(pollfd& watched, milliseconds wait, const sent& about, milliseconds silence,
                         clock::time_point heard) {
    const milliseconds left = std::chrono::ceil<milliseconds>(heard + silence - clock::now());
    if (wait.count() < 0 || left < wait) wait = std::max(left, milliseconds(0));
    const int ready = gathering_.wait_for(watched, poll_time(wait));
    if (ready == 0 && left.count() <= 0) give_up(about, silence);
    return ready;
}

result_ptr exchange::finish(int was_sent, const sent& about, meanwhile call, optional_time silence) {
    result_ptr last;
    ExecStatusType last_status = PGRES_EMPTY_QUERY;
    if (about.own) traced_ = std::max(traced_, trace_of(about.text));
    while (was_sent == 1) {
        await(about, call, silence);
        result_ptr next(PQgetResult(raw()));
        if (!next) break;
        const ExecStatusType status = PQresultStatus(next.get());
        if (about.own) traced_ = std::max(traced_, trace_of(next.get()));
        if (status == PGRES_COPY_OUT) pass_over_copy(about);
        if (last_status == PGRES_FATAL_ERROR) continue;                              // the first failure is the cause
        if (last_status == PGRES_COPY_OUT && status != PGRES_FATAL_ERROR) continue;  // it is to be told of
        last = std::move(next);
        last_status = status;
        if (status == PGRES_COPY_IN) {
            tell(about, last.get());
            return last;
        }
    }
    end(about, last.get());
    return last;
}

result_ptr exchange::next(const sent& about) {
    await(about, {}, silence_);
    return result_ptr(PQgetResult(raw()));
}

std::span<char> exchange::next_copied(const sent& about) {
    for (;;) {
        char* bytes = nullptr;
        const int size = PQgetCopyData(raw(), &bytes, 1);
        if (size > 0) return {bytes, static_cast<std::size_t>(size)};
        if (size < 0) return {};
        clock::time_point heard = clock::now();
        if (!await_socket(POLLIN, about, heard)) return {};
    }
}

// Where the request cannot be delivered, the link is closed: else all rows that are left would have to be awaited.
void exchange::ask_to_stop() noexcept {
    if (canceller_.cancel([] {}) == canceller::outcome::not_taken) close();
}

void exchange::pass_over(const sent& about, bool asked) {
    if (asked) ask_to_stop();
    result_ptr last;
    for (result_ptr more = next(about); more; more = next(about)) {
        if (PQresultStatus(more.get()) == PGRES_COPY_OUT) pass_over_copy(about);
        last = std::move(more);
    }
    end(about, last.get());
}

// A cancel request that is still on its way could meet the next statement: then there must be none.
void exchange::land() noexcept {
    if (!canceller_.end()) close();
}

void exchange::end(const sent& about, const PGresult* result) {
    end_all(!result || PQresultStatus(result) == PGRES_FATAL_ERROR, result);
    tell(about, result);
    reading_ = nullptr;
    rows_ = bytes_ = 0;
}

void exchange::end_one(const sent& about, const PGresult* result) {
    if (about.own) traced_ = std::max({traced_, trace_of(about.text), trace_of(result)});
    tell(about, result);
}

void exchange::end_pipeline(const PGresult* failed) { end_all(failed != nullptr, failed); }

void exchange::end_all(bool failed, const PGresult* result) {
    land();
    if (failed && sqlstate_of(result) == "57014") stopped_ = {canceller_.met(), clock::now() - begun_};
}

// For what awaits no result: until the socket is ready. False where the link is lost; `heard` is when the server last gave a sign.
bool exchange::await_socket(short events, const sent& about, clock::time_point& heard) {
    pollfd watched{PQsocket(raw()), events, 0};
    const int ready = gathering_.wait_for(watched, silence_ ? poll_time(*silence_) : -1);
    if (ready == 0 && clock::now() - heard >= *silence_) give_up(about, *silence_);
    if (ready <= 0) return true;
    if ((watched.revents & ~POLLOUT) != 0 && PQconsumeInput(raw()) != 1) return false;
    heard = clock::now();
    return true;
}

// Nobody reads rows that come this way; until the last has come, the connection can do nothing else.
void exchange::pass_over_copy(const sent& about) {
    for (std::span<char> bytes = next_copied(about); !bytes.empty(); bytes = next_copied(about))
        PQfreemem(bytes.data());
}

// libpq would keep in memory what the server does not take.
void exchange::flush(const sent& about) {
    clock::time_point heard = clock::now();
    while (PQflush(raw()) == 1)
        if (!await_socket(POLLIN | POLLOUT, about, heard)) return;
}

bool exchange::put_copy(const char* bytes, std::size_t size, const sent& about) {
    if (PQputCopyData(raw(), bytes, static_cast<int>(size)) != 1) return false;
    bytes_ += size;
    flush(about);
    return true;
}

// It has been under way since the COPY began, and a cancel may have met it.
result_ptr exchange::end_copy(const char* why_not, const sent& about) {
    begun_ = clock::now();
    gathering_.begin();
    return finish(PQputCopyEnd(raw(), why_not), about);
}

void exchange::tell(const sent& about, const PGresult* result) const {
    if (!observer_) return;
    const ExecStatusType status = PQresultStatus(result);
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    statement_event event;
    event.what = about.kind;
    event.by = about.by;
    event.parameters = about.parameters;
    event.duration = clock::now() - begun_;
    event.failed = !result || status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
    event.sqlstate = state ? state : "";
    const masked_text text(about.text, event.sqlstate == syntax_error);
    event.text = text.text();
    event.backend_pid = PQbackendPID(raw());
    if (result && !event.failed) {
        event.rows = status == PGRES_TUPLES_OK ? static_cast<std::uint64_t>(PQntuples(result))
                                               : std::strtoull(PQcmdTuples(const_cast<PGresult*>(result)), nullptr, 10);
        event.bytes = bytes_ > 0 ? bytes_ : PQresultMemorySize(result);
    }
    if (about.by != statement_event::source::result) {
        event.rows = rows_;
        event.bytes = bytes_;
    }
    observer_->on_statement(event);
}

}  // namespace matview::inline v0::detail
