// How long a statement of another connection has waited for its lock.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "db/link.hpp"

namespace matview::inline v0::detail {

/// REFRESH takes its lock itself and tells nobody how long that took, and a materialized view cannot be locked by LOCK TABLE. So a second
/// connection asks pg_locks, opened only when the statement takes longer than 20 ms, and closed once the lock is had.
class lock_watch {
public:
    /// Watches the server process `pid`, which `of` is connected to.
    lock_watch(const link& of, std::string pid) : of_(of), pid_(std::move(pid)) {}

    /// To be called while the statement runs; says how long to wait before the next call.
    std::chrono::milliseconds look();

    /// To be called before another try of the same statement.
    void begin_again();

    /// Of the last try.
    std::chrono::microseconds waited() const noexcept { return waited_; }
    /// False where no second connection was to be had.
    bool measured() const noexcept { return state_ != state::blind; }

private:
    using clock = std::chrono::steady_clock;
    enum class state { not_yet, watching, done, blind };

    void ask();

    const link& of_;
    std::string pid_;
    state state_ = state::not_yet;
    clock::time_point begun_ = clock::now();
    clock::time_point seen_waiting_{};
    std::chrono::microseconds waited_{};
    std::shared_ptr<link> eyes_;
};

}  // namespace matview::inline v0::detail
