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
    /// It is given up, and the connection with it: a request may arrive when it wants to.
    void give_up() noexcept;

    enum class outcome { nothing_under_way, not_taken, taken };
    /// Whether the server took the request. From any thread. `first` is called at a moment at which nothing begins or ends.
    outcome cancel(function_ref<void()> first) noexcept;

private:
    struct state;
    // Shared with the threads of requests, which may outlive the connection.
    std::shared_ptr<state> state_;
};

}  // namespace matview::inline v0::detail
