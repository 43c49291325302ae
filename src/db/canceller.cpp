#include "db/canceller.hpp"

#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <mutex>
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

struct canceller::state {
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
        if (number != exchange || seen_to == exchange) return false;
        seen_to = exchange;
        return true;
    }

    /// Whether the exchange is under way still after that time; then a request may be sent.
    bool goes_on(std::uint64_t exchange, std::chrono::milliseconds pause) noexcept {
        const auto over = [this, exchange] { return !under_way || number != exchange; };
        std::unique_lock lock(mutex);
        if (changed.wait_for(lock, pause, over)) return false;
        changed.wait(lock, [&] { return over() || !on_its_way; });
        if (over()) return false;
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

    void ended() noexcept {
        under_way = false;
        if (seen_to == number) changed.notify_all();
    }

    std::chrono::milliseconds bound;
    std::unique_ptr<PGcancel, freeing> handle;
    std::mutex mutex;
    std::condition_variable changed;
    clock::time_point deadline{};
    std::uint64_t number = 0, seen_to = 0;  // of the exchange, and of the last one that a thread asks to stop
    bool under_way = false, on_its_way = false, delivered = false;
};

canceller::canceller(PGconn* of, std::chrono::milliseconds bound) : state_(std::make_shared<state>()) {
    state_->bound = bound;
    state_->handle.reset(PQgetCancel(of));
}

canceller::~canceller() { give_up(); }

void canceller::begin() noexcept {
    const std::lock_guard lock(state_->mutex);
    state_->under_way = true;
    ++state_->number;
}

bool canceller::end() noexcept {
    std::unique_lock lock(state_->mutex);
    state_->ended();
    return state_->wait_for_arrival(lock);
}

void canceller::give_up() noexcept {
    const std::lock_guard lock(state_->mutex);
    state_->ended();
}

// PQcancel waits for the server without end, where its host is gone or takes connections and says nothing. Nothing can be done about that
// from outside, so the request has a thread of its own, and only the wait for it has a bound.
canceller::outcome canceller::cancel(function_ref<void()> first) noexcept try {
    const std::shared_ptr<state> at = state_;
    std::unique_lock lock(at->mutex);
    first();
    if (!at->under_way) return outcome::nothing_under_way;
    if (!at->handle) return outcome::not_taken;
    if (!at->on_its_way) {
        std::thread([at, exchange = at->number] {
            block_signals();
            at->ask(exchange);
        }).detach();
        at->one_is_on_its_way();  // the thread cannot have come to the end of it: it needs the lock
    }
    return at->wait_for_arrival(lock) && at->delivered ? outcome::taken : outcome::not_taken;
} catch (...) {  // no thread was to be had
    return outcome::not_taken;
}

}  // namespace matview::inline v0::detail
