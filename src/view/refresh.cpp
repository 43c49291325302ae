#include <matview/view/refresh.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <thread>

#include <matview/query/identifier.hpp>
#include "db/catalog.hpp"
#include "db/held_session.hpp"
#include "db/in_settings.hpp"
#include "db/link.hpp"
#include "view/atomic.hpp"
#include "view/flight.hpp"
#include "view/lock_patience.hpp"
#include "view/lock_watch.hpp"
#include "view/refresh_errors.hpp"
#include "view/server_clock.hpp"

namespace matview::inline v0::detail {
namespace {

call_options limits_of(const refresh_options& options) {
    const call_options limits{options.statement_timeout, options.lock_timeout};
    check_limits(limits);
    return limits;
}

settings asked_for(const refresh_options& options) {
    settings asked;
    if (!options.time_zone.empty()) asked.emplace_back("TimeZone", options.time_zone);
    return asked;
}

// It may be silent until the server itself stops it, and a while beyond.
std::optional<std::chrono::milliseconds> longest_silence(const link& on) {
    const auto limit = on.limits().statement_timeout ? on.limits().statement_timeout : on.options().statement_timeout;
    const auto silence = on.options().response_timeout;
    if (!silence || silence->count() == 0 || !limit || limit->count() == 0) return std::nullopt;
    return *limit + *silence;
}

// Tells the observer, if there is one, how a refresh begins and ends.
class observed_refresh {
public:
    observed_refresh(link& on, const refresh_result& result) : to_(on.options().observer.get()), result_(result) {
        if (!to_) return;
        event_.view = result.view;
        event_.concurrently = result.concurrently;
        event_.backend_pid = PQbackendPID(on.raw());
        event_.failed = true;  // until it has succeeded
        to_->on_refresh_begin({event_.view, event_.concurrently, event_.backend_pid, {}, {}, false, {}});
    }
    observed_refresh(const observed_refresh&) = delete;
    ~observed_refresh() {
        if (!to_) return;
        event_.duration = std::chrono::steady_clock::now() - begun_;
        event_.waited = result_.waited;
        event_.sqlstate = sqlstate_;
        to_->on_refresh_end(event_);
    }
    void succeeded() noexcept { event_.failed = false; }
    void failed(const error& why) noexcept { sqlstate_ = why.sqlstate(); }

private:
    observer* to_;
    const refresh_result& result_;
    refresh_event event_;
    std::string sqlstate_;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

// Where it has to be stopped, it is at once.
void pause(link& on, std::chrono::milliseconds how_long, const sent& before) {
    using namespace std::chrono_literals;
    const auto end = std::chrono::steady_clock::now() + how_long;
    while (std::chrono::steady_clock::now() < end && !on.wire().verb_is_cancelled())
        std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(10ms, end - std::chrono::steady_clock::now()));
    on.wire().refuse_if_cancelled(before);
}

// REFRESH, tried again as long as there is patience. In between nothing of it is left on the server: neither a lock nor one who waits for it.
void run(session& one, const std::string& sql, const std::string& what, lock_patience& patience,
         refresh_result& result) {
    using std::chrono::duration_cast, std::chrono::microseconds;
    const lease at = one.lease();
    std::optional<lock_watch> watch;
    const auto first = std::chrono::steady_clock::now();
    for (;;) {
        ++result.attempts;
        if (patience.budgeted())
            set_locally(*at, {{"lock_timeout", fmt::format("{}ms", patience.of_next_attempt().count())}}, what);
        std::optional<savepoint> attempt;
        if (patience.budgeted()) attempt.emplace(one);
        const server_moment start = now_on_server(*at, what);
        if (watch)
            watch->begin_again();
        else
            watch.emplace(*at, start.pid);
        const auto begun = std::chrono::steady_clock::now();
        try {
            at->run_watched(
                sql, {}, what, [&] { return watch->look(); }, longest_silence(*at));
            const auto ended = std::chrono::steady_clock::now();
            if (attempt) attempt->release();
            const auto took = duration_cast<microseconds>(ended - begun);
            const auto waited = std::min(watch->waited(), took);
            result.started = start.at;
            result.waited += waited;
            if (result.attempts > 1) result.waited += duration_cast<microseconds>(begun - first);
            result.worked = took - waited;
            result.wait_measured = watch->measured();
            return;
        } catch (const lock_timeout&) {
            if (!attempt) throw;
            attempt->rollback();
            const auto rest = patience.next_pause();
            if (!rest) throw;
            pause(*at, *rest, {sql, what});
        }
    }
}

// As with the lock, so little is counted as work.
std::chrono::microseconds for_another(std::chrono::nanoseconds took) {
    using namespace std::chrono_literals;
    return took < 20ms ? 0us : std::chrono::duration_cast<std::chrono::microseconds>(took);
}

bool can_be_concurrent(link& on, const relation& view) {
    const relation_facts facts = read_facts(on, view);
    return facts.populated && facts.has_usable_unique_index && facts.owner_may_make_temp;
}

}  // namespace

refresh_result refresh(session& outside, const model_info& model, refresh_way way, const refresh_options& options) {
    using std::chrono::duration_cast, std::chrono::microseconds;
    refresh_result result{.view = display_name(model.relation), .concurrently = way == refresh_way::concurrently};
    const std::string what = (result.concurrently ? "refresh_concurrently of " : "refresh of ") + result.view;
    const call_options own = limits_of(options);
    lock_patience patience(options);
    settings wanted = asked_for(options);

    held_session one(outside);  // all of it is one connection's work
    const lease at = one.lease();
    const exchange::whole_verb verb(at->wire());
    std::optional<flight> alone;
    if (flight::is_asked_for(options)) {
        const limits_scope limits(at, patience.budgeted() ? call_options{.lock_timeout = patience.left()} : own);
        alone.emplace(one, model, options, what);
    }
    bool entered = !alone;
    std::optional<observed_refresh> seen;
    if (!alone) seen.emplace(*at, result);
    atomic work(one);
    const limits_scope limits(at, own);  // over those of the session, which `work` has taken up
    try {
        in_settings scope(*at, what);
        if (patience.budgeted()) wanted.emplace_back("lock_timeout", fmt::format("{}ms", patience.left().count()));
        const settings before = set_locally(*at, wanted, what);
        if (alone) {
            const auto begun = std::chrono::steady_clock::now();
            result.outcome = alone->enter(*at, longest_silence(*at));
            result.started = alone->started();
            result.waited = for_another(std::chrono::steady_clock::now() - begun);
            entered = true;
        }
        if (result.outcome == refresh_outcome::refreshed) {
            const relation view = alone ? alone->view() : model.relation;
            if (way == refresh_way::automatic) result.concurrently = can_be_concurrent(*at, view);
            if (!seen) seen.emplace(*at, result);
            run(one,
                fmt::format("REFRESH MATERIALIZED VIEW {}{}", result.concurrently ? "CONCURRENTLY " : "", quoted(view)),
                what, patience, result);
            if (alone) alone->record(*at, result.started);
        }
        if (work.nested()) set_locally(*at, before, what);
        scope.done();
        work.commit();
        if (seen) seen->succeeded();
    } catch (const server_error& failure) {
        if (seen) seen->failed(failure);
        if (!at->usable()) throw;
        work.rollback();
        if (const auto* late = dynamic_cast<const lock_timeout*>(&failure))
            throw_lock_not_had(*at, model,
                               {what, result.attempts, entered ? std::nullopt : std::optional(alone->id()),
                                result.concurrently, patience},
                               *late);
        explain(*at, model, result.concurrently, failure);
        throw;
    } catch (const error& failure) {
        if (seen) seen->failed(failure);
        throw;
    }
    return result;
}

}  // namespace matview::inline v0::detail
