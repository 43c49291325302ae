#include "db/canceller.hpp"

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>

namespace matview::inline v0::detail {
namespace {

using clock = std::chrono::steady_clock;

// Before a request is sent again; twice as long each time, so that a statement that goes on all the same is not asked without end.
constexpr std::chrono::milliseconds first_pause{50};

// They are for the program's own threads.
void block_signals() noexcept {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

// One thread begins and ends, and takes no lock for it unless what it ends is marked: then the end takes the lock, and waits for the request.
// Whoever cancels marks what is under way, under the lock.
struct canceller::state {
    static constexpr std::uint64_t marked = std::uint64_t{1} << 63U;

    static constexpr std::uint64_t under_way(std::uint64_t exchange) noexcept { return 2 * exchange + 1; }
    static constexpr std::uint64_t over(std::uint64_t exchange) noexcept { return 2 * exchange; }

    struct freeing {
        void operator()(PGcancel* one) const noexcept { PQfreeCancel(one); }
    };

    /// Asks until the exchange has ended: the server ignores a request that reaches its process before the statement does.
    void ask(std::uint64_t exchange) noexcept {
        if (!send() || !sees_to(exchange)) return;
        for (auto pause = first_pause; goes_on(exchange, pause); pause *= 2) static_cast<void>(send());
    }

    /// The server has acted on a request before PQcancel returns: so nothing new begins while one is on its way.
    bool send() noexcept {
        char said[256];
        const bool taken = PQcancel(handle.get(), said, sizeof said) == 1;
        const std::lock_guard lock(mutex);
        delivered = taken;
        on_its_way = false;
        changed.notify_all();
        return taken;
    }

    /// Whether it falls to this thread to ask again: one is enough for an exchange.
    bool sees_to(std::uint64_t exchange) noexcept {
        const std::lock_guard lock(mutex);
        if (is_over(exchange) || seen_to == exchange) return false;
        seen_to = exchange;
        return true;
    }

    /// Whether the exchange is under way still after that time; then a request may be sent.
    bool goes_on(std::uint64_t exchange, std::chrono::milliseconds pause) noexcept {
        std::unique_lock lock(mutex);
        if (changed.wait_for(lock, pause, [&] { return is_over(exchange); })) return false;
        changed.wait(lock, [&] { return is_over(exchange) || !on_its_way; });
        if (is_over(exchange)) return false;
        one_is_on_its_way();
        return true;
    }

    void one_is_on_its_way() noexcept {
        on_its_way = true;
        deadline = clock::now() + bound;
    }

    bool wait_for_arrival(std::unique_lock<std::mutex>& lock) {
        const auto there = [this] { return !on_its_way; };
        if (bound.count() > 0) return changed.wait_until(lock, deadline, there);
        changed.wait(lock, there);
        return true;
    }

    bool is_over(std::uint64_t exchange) const noexcept { return (now & ~marked) != under_way(exchange); }

    /// Marks what is under way, whose end then waits for the lock. Its number, or none where nothing is.
    std::optional<std::uint64_t> mark() noexcept {
        std::uint64_t seen = now;
        while ((seen & 1U) != 0)
            if (now.compare_exchange_weak(seen, seen | marked)) return (seen & ~marked) / 2;
        return std::nullopt;
    }

    std::atomic<std::uint64_t> now = 0;  // the exchange under way or the last one, and whether it is marked
    std::uint64_t number = 0;            // of the exchange; for its own thread, and not guarded

    std::chrono::milliseconds bound;
    std::unique_ptr<PGcancel, freeing> handle;
    std::mutex mutex;
    std::condition_variable changed;
    clock::time_point deadline{};
    std::uint64_t seen_to = 0;  // the last exchange that a thread asks to stop
    bool on_its_way = false, delivered = false;
};

canceller::canceller(PGconn* of, std::chrono::milliseconds bound) : state_(std::make_shared<state>()) {
    state_->bound = bound;
    state_->handle.reset(PQgetCancel(of));
}

canceller::~canceller() { give_up(); }

void canceller::begin() noexcept {
    const std::uint64_t was = state_->now.exchange(state::under_way(++state_->number));
    if ((was & state::marked) != 0) state_->now.fetch_or(state::marked);  // it had no end: a request may be on its way
}

bool canceller::end() noexcept {
    const std::uint64_t was = state_->now.exchange(state::over(state_->number));
    met_ = (was & state::marked) != 0;
    if (!met_) return true;
    std::unique_lock lock(state_->mutex);
    state_->changed.notify_all();
    return state_->wait_for_arrival(lock);
}

void canceller::give_up() noexcept {
    const std::lock_guard lock(state_->mutex);
    state_->now = state::over(state_->number);
    state_->changed.notify_all();
}

// PQcancel waits for the server without end, where its host is gone or takes connections and says nothing. Nothing can be done about that
// from outside, so the request has a thread of its own, and only the wait for it has a bound.
canceller::outcome canceller::cancel(function_ref<void()> first) noexcept try {
    const std::shared_ptr<state> at = state_;
    std::unique_lock lock(at->mutex);
    std::optional<std::uint64_t> exchange = at->mark();
    first();
    if (!exchange && (exchange = at->mark())) first();  // it began meanwhile; what begins later sees what `first` did
    if (!exchange) return outcome::nothing_under_way;
    if (!at->handle) return outcome::not_taken;
    if (!at->on_its_way) {
        std::thread([at, number = *exchange] {
            block_signals();
            at->ask(number);
        }).detach();
        at->one_is_on_its_way();  // the thread cannot have come to the end of it: it needs the lock
    }
    return at->wait_for_arrival(lock) && at->delivered ? outcome::taken : outcome::not_taken;
} catch (...) {  // no thread was to be had
    return outcome::not_taken;
}

}  // namespace matview::inline v0::detail
