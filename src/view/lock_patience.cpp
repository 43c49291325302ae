#include "view/lock_patience.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace matview::inline v0::detail {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;
constexpr milliseconds pauses_grow_to = 1s;

void check(const char* name, milliseconds value) {
    if (value < 1ms || value.count() > std::numeric_limits<int>::max())
        throw value_error(fmt::format("lock_budget::{} of {} ms: it is at least 1 ms and at most {} ms", name,
                                      value.count(), std::numeric_limits<int>::max()));
}

}  // namespace

lock_patience::lock_patience(const refresh_options& options) : budget_(options.lock_budget) {
    if (options.min_interval && *options.min_interval < 0ms)
        throw value_error(fmt::format("min_interval of {} ms: a time between two refreshes is not negative",
                                      options.min_interval->count()));
    if (!budget_) return;
    if (options.lock_timeout)
        throw query_error({.message = "refresh: lock_timeout and lock_budget are both given",
                           .hint = "give one: lock_budget::lock_timeout is that of each attempt"});
    check("lock_timeout", budget_->lock_timeout);
    check("deadline", budget_->deadline);
    chance_.seed(std::random_device{}());
    longest_pause_ = std::min(budget_->lock_timeout, pauses_grow_to);
}

milliseconds lock_patience::passed() const { return std::chrono::duration_cast<milliseconds>(clock::now() - begun_); }

milliseconds lock_patience::left() const { return std::max(budget_->deadline - passed(), milliseconds(1)); }

milliseconds lock_patience::of_next_attempt() const { return std::min(budget_->lock_timeout, left()); }

std::optional<milliseconds> lock_patience::next_pause() {
    if (!budget_) return std::nullopt;
    // So that the last attempt is a whole one, and ends with the deadline.
    const milliseconds room = budget_->deadline - passed() - budget_->lock_timeout;
    if (room <= 0ms) return std::nullopt;
    longest_pause_ = std::max(longest_pause_, std::min(2 * longest_pause_, pauses_grow_to));
    std::uniform_int_distribution<milliseconds::rep> within(longest_pause_.count() / 2, longest_pause_.count());
    return std::min(milliseconds(within(chance_)), room);
}

}  // namespace matview::inline v0::detail
