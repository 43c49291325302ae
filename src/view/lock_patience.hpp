// How long a refresh waits for locks, and how often it tries.
#pragma once

#include <chrono>
#include <optional>
#include <random>

#include <matview/error.hpp>
#include <matview/view/refresh.hpp>

namespace matview::inline v0::detail {

/// One clock for all the waits of a refresh; it runs from when this is made. Without a lock_budget there is one attempt, and no bound of this.
class lock_patience {
public:
    /// Throws value_error and query_error for options that cannot be.
    explicit lock_patience(const refresh_options& options);

    bool budgeted() const noexcept { return budget_.has_value(); }
    /// What is left of the deadline, at least 1 ms: the server takes no time limit of zero.
    std::chrono::milliseconds left() const;
    /// How long the next attempt may wait.
    std::chrono::milliseconds of_next_attempt() const;
    /// How long to pause before the next attempt; none where no attempt is left. Pauses grow up to a second, and are of different lengths, so
    /// that processes that began together do not stay together.
    std::optional<std::chrono::milliseconds> next_pause();
    /// Since it was made.
    std::chrono::milliseconds passed() const;

private:
    using clock = std::chrono::steady_clock;

    std::optional<lock_budget> budget_;
    clock::time_point begun_ = clock::now();
    std::chrono::milliseconds longest_pause_{};
    std::minstd_rand chance_;
};

}  // namespace matview::inline v0::detail
