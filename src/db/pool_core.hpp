// pool_core: who holds a connection of a pool, who waits for one, which are idle.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include <matview/db/pool.hpp>

#include "db/link.hpp"

namespace matview::inline v0::detail {

class pool_core : public std::enable_shared_from_this<pool_core> {
public:
    pool_core(const connection_options& to, const pool_options& options);

    /// A connection that is in order; its lease gives it back.
    lease take();
    /// Closes the idle ones; from now on none is kept, and none is given.
    void close() noexcept;

    struct counts {
        std::size_t size, idle, waiting;
    };
    counts now() const noexcept;

private:
    using clock = std::chrono::steady_clock;

    struct member {
        std::shared_ptr<link> on = {};
        clock::time_point ends = {};  // it is handed out no more
        clock::time_point idle_since = {};
    };
    /// The right to one of the pool's connections, which its holder makes where `has` is empty. Ends by giving it back.
    struct place {
        explicit place(std::shared_ptr<pool_core> pool) : of(std::move(pool)) {}
        place(const place&) = delete;
        place& operator=(const place&) = delete;
        ~place() {
            if (held) of->give_back(std::move(has), by);
        }

        std::shared_ptr<pool_core> of;
        std::thread::id by = std::this_thread::get_id();
        bool held = false;
        member has;
    };
    struct waiter {
        explicit waiter(place& to) : into(to) {}
        place& into;
        clock::time_point since = clock::now();
        bool called = false;  // to look whether one is idle
        std::condition_variable served = {};
    };

    void wait_for_place(place& into);
    void wait_in_line(std::unique_lock<std::mutex>& lock, place& into);
    bool take_idle(place& into) noexcept;
    void hand_over(place& to, member what) noexcept;
    void give_back(member has, std::thread::id by) noexcept;
    bool is_tidy(const member& one) const noexcept;
    member make();
    [[noreturn]] void throw_timeout(std::thread::id by, std::size_t waiting) const;

    const connection_options to_;
    const pool_options options_;

    mutable std::mutex mutex_;
    std::vector<member> idle_;  // the one used last is the last
    std::deque<std::shared_ptr<waiter>>
        waiters_;                           // the first has waited longest; there is no room for another connection
    std::vector<std::thread::id> holders_;  // one for each that is out
    std::size_t size_ = 0;
    std::minstd_rand random_{std::random_device{}()};
    bool closed_ = false;
};

}  // namespace matview::inline v0::detail
