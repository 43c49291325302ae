#include "db/pool_core.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace matview::inline v0::detail {
namespace {

using std::chrono::milliseconds;

void check_time(const char* name, milliseconds value) {
    if (value.count() < 0)
        throw value_error(fmt::format("pool_options::{} of {} ms: a time is not negative, and zero stands for no bound",
                                      name, value.count()));
}

void check(const pool_options& options) {
    if (options.max_size == 0) throw value_error("pool_options::max_size of 0: there would be no connection");
    if (options.min_size > options.max_size)
        throw value_error(fmt::format("pool_options::min_size of {} is beyond max_size, which is {}", options.min_size,
                                      options.max_size));
    check_time("pool_timeout", options.pool_timeout);
    check_time("max_age", options.max_age);
    check_time("idle_timeout", options.idle_timeout);
}

// Whoever has just given a connection back may take it again before those who wait for one, which spares a change of threads for
// each statement. Not for longer than this: it then goes to the one that has waited longest, as Go's sync.Mutex has it. With one
// millisecond, eight threads on four connections cost a fifth more CPU by their changes than with five; twenty save nothing more.
constexpr milliseconds longest_overtaken(5);

// Beyond what the clock can count, it is without end.
template <class Clock> typename Clock::time_point behind(typename Clock::time_point start, milliseconds time) {
    using std::chrono::duration_cast;
    if (time > duration_cast<milliseconds>(Clock::time_point::max() - start)) return Clock::time_point::max();
    return start + time;
}

[[noreturn]] void throw_destroyed() {
    throw query_error({.message = "pool: it was destroyed", .hint = "let it live for as long as threads use it"});
}

}  // namespace

pool_core::pool_core(const connection_options& to, const pool_options& options) : to_(to), options_(options) {
    check(options);
    check_limits(to);
    idle_.reserve(options.min_size);
    holders_.reserve(options.min_size);
    for (; size_ < options.min_size; ++size_) {
        idle_.push_back(make());
        idle_.back().idle_since = clock::now();
    }
}

lease pool_core::take() {
    const auto got = std::make_shared<place>(shared_from_this());
    wait_for_place(*got);
    member& has = got->has;
    if (has.on && (clock::now() >= has.ends || !has.on->is_alive())) has = {};
    if (!has.on) has = make();  // where that fails, the place goes back to whoever waits for it
    return {got, has.on.get()};
}

pool_core::member pool_core::make() {
    member made{.on = std::make_shared<link>(to_)};
    if (options_.max_age.count() == 0) {
        made.ends = clock::time_point::max();
        return made;
    }
    const std::lock_guard lock(mutex_);
    std::uniform_int_distribution<milliseconds::rep> earlier(0, options_.max_age.count() / 10);
    made.ends = behind<clock>(clock::now(), options_.max_age - milliseconds(earlier(random_)));
    return made;
}

bool pool_core::take_idle(place& into) noexcept {
    if (idle_.empty()) return false;
    hand_over(into, std::move(idle_.back()));
    idle_.pop_back();
    return true;
}

void pool_core::wait_for_place(place& into) {
    std::unique_lock lock(mutex_);
    if (closed_) throw_destroyed();
    if (take_idle(into)) return;
    if (size_ < options_.max_size) {
        idle_.reserve(size_ + 1);  // so that nothing can fail when it comes back
        holders_.reserve(size_ + 1);
        ++size_;
        return hand_over(into, {});
    }
    wait_in_line(lock, into);
}

void pool_core::wait_in_line(std::unique_lock<std::mutex>& lock, place& into) {
    const auto me = std::make_shared<waiter>(into);
    waiters_.push_back(me);
    const clock::time_point end =
        options_.pool_timeout.count() > 0 ? behind<clock>(me->since, options_.pool_timeout) : clock::time_point::max();
    const clock::time_point overtaken = std::min(end, me->since + longest_overtaken);
    const auto handed = [&] { return into.held || closed_; };
    const auto called = [&] { return handed() || me->called; };
    const auto served = [&] { return handed() || take_idle(into); };
    // It looks when it is called, and where others were quicker, once more when it is overtaken no longer.
    me->served.wait_until(lock, overtaken, called);
    if (!served()) me->served.wait_until(lock, overtaken, handed);
    if (!served()) {
        if (end == clock::time_point::max())
            me->served.wait(lock, handed);
        else
            me->served.wait_until(lock, end, handed);
    }
    const std::size_t waiting = waiters_.size();  // this one counted in
    std::erase(waiters_, me);
    if (into.held) return;
    if (closed_) throw_destroyed();
    throw_timeout(into.by, waiting);
}

void pool_core::hand_over(place& to, member what) noexcept {
    to.has = std::move(what);
    to.held = true;
    holders_.push_back(to.by);
}

bool pool_core::is_tidy(const member& one) const noexcept try {
    return one.on->tidy_up(options_.reset);
} catch (...) {  // the connection is lost, or a notice was too much for its handler: another is made in its place
    return false;
}

void pool_core::give_back(member has, std::thread::id by) noexcept {
    if (has.on && !is_tidy(has)) has = {};
    member dropped, stale;  // closed when nothing is locked
    std::unique_lock lock(mutex_);
    const clock::time_point now = clock::now();
    holders_.erase(std::find(holders_.begin(), holders_.end(), by));
    if (closed_ || now >= has.ends) dropped = std::exchange(has, {});
    if (!waiters_.empty() && (!has.on || now >= waiters_.front()->since + longest_overtaken)) {
        const std::shared_ptr<waiter> next = std::move(waiters_.front());
        waiters_.pop_front();
        hand_over(next->into, std::move(has));
        lock.unlock();  // else it would wake up only to wait for that
        next->served.notify_one();
        return;
    }
    if (has.on) {
        has.idle_since = now;
        idle_.push_back(std::move(has));
    } else {
        --size_;
    }
    if (!waiters_.empty()) {
        const auto next = std::find_if(waiters_.begin(), waiters_.end(), [](const auto& one) { return !one->called; });
        if (next == waiters_.end()) return;
        const std::shared_ptr<waiter> called = *next;
        called->called = true;
        lock.unlock();
        called->served.notify_one();
        return;
    }
    if (idle_.empty()) return;
    const member& oldest = idle_.front();
    const bool unused = options_.idle_timeout.count() > 0 && now - oldest.idle_since >= options_.idle_timeout;
    if (now < oldest.ends && !(unused && size_ > options_.min_size)) return;
    stale = std::move(idle_.front());
    idle_.erase(idle_.begin());
    --size_;
}

void pool_core::close() noexcept {
    std::vector<member> closing;
    const std::lock_guard lock(mutex_);
    closed_ = true;
    size_ -= idle_.size();
    closing.swap(idle_);
    for (const auto& one : waiters_) one->served.notify_one();
}

pool_core::counts pool_core::now() const noexcept {
    const std::lock_guard lock(mutex_);
    return {size_, idle_.size(), waiters_.size()};
}

void pool_core::throw_timeout(std::thread::id by, std::size_t waiting) const {
    const std::size_t out = holders_.size();
    const auto own = static_cast<std::size_t>(std::count(holders_.begin(), holders_.end(), by));
    throw pool_timeout(
        {.message = fmt::format("pool: no connection came free within {} ms: {} of {} are out, and {} callers wait",
                                options_.pool_timeout.count(), out, options_.max_size, waiting),
         .hint = own > 0
                     ? fmt::format("this thread holds {} of them itself: ask the transaction or the connection that "
                                   "it has, and not the pool within it",
                                   own)
                     : "raise max_size, or hold connections for less time: long transactions, and rows that are "
                       "worked on while they are held",
         .retryable = own < out});
}

}  // namespace matview::inline v0::detail
