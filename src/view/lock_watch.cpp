#include "view/lock_watch.hpp"

#include <algorithm>
#include <cstdlib>

namespace matview::inline v0::detail {
namespace {

using namespace std::chrono_literals;
constexpr auto before_it_looks = 20ms;
constexpr auto longest_pause = 50ms;
constexpr auto no_more = std::chrono::milliseconds(-1);  // until the statement ends

constexpr const char* waiting_sql =
    "SELECT (EXTRACT(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) "
    "coalesce(l.waitstart, pg_catalog.clock_timestamp())) OPERATOR(pg_catalog.*) 1000000)::pg_catalog.int8 "
    "FROM pg_catalog.pg_locks AS l WHERE l.pid OPERATOR(pg_catalog.=) $1::pg_catalog.int4 AND NOT l.granted";

}  // namespace

std::chrono::milliseconds lock_watch::look() {
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - begun_);
    if (state_ == state::not_yet) {
        if (passed < before_it_looks) return before_it_looks - passed;
        state_ = state::watching;
    }
    if (state_ != state::watching) return no_more;
    try {
        if (!eyes_) {
            connection_options options = of_.options();
            options.on_notice = {};
            // The refresh is done long since when these are passed: it must not wait for its watcher.
            if (!options.connect_timeout) options.connect_timeout = 2s;
            if (!options.response_timeout) options.response_timeout = 2s;
            eyes_ = std::make_shared<link>(options);
        }
        ask();
    } catch (
        ...) {  // measuring must not fail the refresh, whatever a password callback throws: the result says that nothing is known
        state_ = state::blind;
    }
    if (state_ == state::watching) return std::min(std::max(passed / 8, 1ms), longest_pause);
    eyes_.reset();
    return no_more;
}

void lock_watch::begin_again() {
    if (state_ != state::blind) state_ = state::not_yet;
    begun_ = clock::now();
    waited_ = {};
}

void lock_watch::ask() {
    const result_ptr result = eyes_->ask(waiting_sql, {pid_}, "watching a lock");
    const auto now = clock::now();
    if (PQntuples(result.get()) == 0) {
        state_ = state::done;
        if (waited_ > 0us)
            waited_ += std::chrono::duration_cast<std::chrono::microseconds>(now - seen_waiting_) /
                       2;  // it was granted in between
        return;
    }
    waited_ = std::max(1us, std::chrono::microseconds(std::strtoll(PQgetvalue(result.get(), 0, 0), nullptr, 10)));
    seen_waiting_ = now;
}

}  // namespace matview::inline v0::detail
