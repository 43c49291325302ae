// canceller: stops what one connection has under way, from any thread, and never what comes after it.
#pragma once

#include <chrono>
#include <memory>

#include <libpq-fe.h>

#include "db/function_ref.hpp"

namespace matview::inline v0::detail {

class canceller {
public:
    /// `bound` is the longest that a request may take; zero for without end.
    canceller(PGconn* of, std::chrono::milliseconds bound);
    canceller(const canceller&) = delete;
    ~canceller();

    /// Something is under way that may be cancelled.
    void begin() noexcept;
    /// It has ended. Waits for a request that is on its way; false where that took too long, so that it might meet what comes next.
    [[nodiscard]] bool end() noexcept;
    /// Whether what ended last was to be cancelled. For the thread that begins and ends.
    bool met() const noexcept { return met_; }
    /// It is given up, and the connection with it: a request may arrive when it wants to.
    void give_up() noexcept;

    enum class outcome { nothing_under_way, not_taken, taken };
    /// Whether the server took the request. From any thread. `first` is called before: what is met does not end until it has returned, and what
    /// begins later, and is not met, begins behind it. It may be called twice.
    outcome cancel(function_ref<void()> first) noexcept;

private:
    struct state;
    // Shared with the threads of requests, which may outlive the connection.
    std::shared_ptr<state> state_;
    bool met_ = false;
};

}  // namespace matview::inline v0::detail
