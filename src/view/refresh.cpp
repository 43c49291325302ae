#include <matview/view/refresh.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <utility>
#include <vector>

#include <matview/query/identifier.hpp>
#include "db/catalog.hpp"
#include "db/held_session.hpp"
#include "db/link.hpp"
#include "view/atomic.hpp"
#include "view/lock_watch.hpp"
#include "view/refresh_errors.hpp"

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

struct start_of_work {
    std::chrono::sys_time<std::chrono::microseconds> at;
    std::string pid;
};

start_of_work now_on_server(link& on, std::string_view what) {
    const result_ptr result = on.ask(
        "SELECT (EXTRACT(epoch FROM pg_catalog.clock_timestamp()) OPERATOR(pg_catalog.*) 1000000)::pg_catalog.int8, "
        "pg_catalog.pg_backend_pid()",
        {}, what);
    return {std::chrono::sys_time<std::chrono::microseconds>(
                std::chrono::microseconds(std::strtoll(PQgetvalue(result.get(), 0, 0), nullptr, 10))),
            PQgetvalue(result.get(), 0, 1)};
}

}  // namespace

refresh_result refresh(session& outside, const model_info& model, refresh_way way, const refresh_options& options) {
    if (way == refresh_way::automatic || options.if_running != single_flight::off || options.min_interval ||
        options.lock_budget)
        throw query_error("refresh: single flight, lock budgets and the automatic way are declared and not built yet");
    const bool concurrently = way == refresh_way::concurrently;
    refresh_result result{.view = display_name(model.relation), .concurrently = concurrently};
    const std::string what = (concurrently ? "refresh_concurrently of " : "refresh of ") + result.view;
    const std::string sql =
        fmt::format("REFRESH MATERIALIZED VIEW {}{}", concurrently ? "CONCURRENTLY " : "", quoted(model.relation));
    const settings wanted = asked_for(options);
    const call_options own = limits_of(options);

    held_session one(outside);  // all of it is one connection's work
    const lease at = one.lease();
    const exchange::whole_verb verb(at->wire());
    observed_refresh seen(*at, result);
    atomic work(one);
    const limits_scope limits(at, own);  // over those of the session, which `work` has taken up
    try {
        in_settings scope(*at, what);
        const settings before = set_locally(*at, wanted, what);
        const start_of_work start = now_on_server(*at, what);
        lock_watch watch(*at, start.pid);
        const auto begun = std::chrono::steady_clock::now();
        at->run_watched(
            sql, what, [&] { return watch.look(); }, longest_silence(*at));
        const auto took =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
        result.started = start.at;
        result.waited = std::min(watch.waited(), took);
        result.worked = took - result.waited;
        result.wait_measured = watch.measured();
        if (work.nested()) set_locally(*at, before, what);
        scope.done();
        work.commit();
        seen.succeeded();
    } catch (const server_error& failure) {
        seen.failed(failure);
        if (!at->usable()) throw;
        work.rollback();
        explain(*at, model, concurrently, failure);
        throw;
    } catch (const error& failure) {
        seen.failed(failure);
        throw;
    }
    return result;
}

}  // namespace matview::inline v0::detail
