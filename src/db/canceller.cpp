#include "db/canceller.hpp"

#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

namespace matview::inline v0::detail {
namespace {

using clock = std::chrono::steady_clock;

}  // namespace

struct canceller::state {
    struct freeing {
        void operator()(PGcancel* one) const noexcept { PQfreeCancel(one); }
    };

    // The server has acted on a request before PQcancel returns: so nothing new begins while one is on its way.
    void send() noexcept {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, nullptr);  // signals are for the program's own threads
        char said[256];
        const bool taken = PQcancel(handle.get(), said, sizeof said) == 1;
        const std::lock_guard lock(mutex);
        delivered = taken;
        on_its_way = false;
        arrived.notify_all();
    }

    bool wait_for_arrival(std::unique_lock<std::mutex>& lock) {
        const auto there = [this] { return !on_its_way; };
        if (bound.count() > 0) return arrived.wait_until(lock, deadline, there);
        arrived.wait(lock, there);
        return true;
    }

    std::chrono::milliseconds bound;
    std::unique_ptr<PGcancel, freeing> handle;
    std::mutex mutex;
    std::condition_variable arrived;
    clock::time_point deadline{};
    bool under_way = false, on_its_way = false, delivered = false;
};

canceller::canceller(PGconn* of, std::chrono::milliseconds bound) : state_(std::make_shared<state>()) {
    state_->bound = bound;
    state_->handle.reset(PQgetCancel(of));
}

canceller::~canceller() = default;

void canceller::begin() noexcept {
    const std::lock_guard lock(state_->mutex);
    state_->under_way = true;
}

bool canceller::end() noexcept {
    std::unique_lock lock(state_->mutex);
    state_->under_way = false;
    return state_->wait_for_arrival(lock);
}

void canceller::give_up() noexcept {
    const std::lock_guard lock(state_->mutex);
    state_->under_way = false;
}

// PQcancel waits for the server without end, where its host is gone or takes connections and says nothing. Nothing can be done about that
// from outside, so the request has a thread of its own, and only the wait for it has a bound.
canceller::outcome canceller::cancel() noexcept try {
    const std::shared_ptr<state> at = state_;
    std::unique_lock lock(at->mutex);
    if (!at->under_way) return outcome::nothing_under_way;
    if (!at->handle) return outcome::not_taken;
    if (!at->on_its_way) {
        std::thread([at] { at->send(); }).detach();
        at->on_its_way = true;  // the thread cannot have come to the end of it: it needs the lock
        at->deadline = clock::now() + at->bound;
    }
    return at->wait_for_arrival(lock) && at->delivered ? outcome::taken : outcome::not_taken;
} catch (...) {  // no thread was to be had
    return outcome::not_taken;
}

}  // namespace matview::inline v0::detail
