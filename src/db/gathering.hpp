// Fewer wake-ups where many bytes arrive.
#pragma once

#include <poll.h>

#include <chrono>

namespace matview::inline v0::detail {

/// A server that sends many rows wakes whoever waits for them after every 8 kB, which costs both sides more than the bytes do. Where bytes are in
/// full flow, a reader that has taken all sleeps for a moment before it waits, so that more of them gather.
class gathering {
public:
    /// Of a new exchange nothing is known yet.
    void begin() noexcept { waits_ = short_waits_ = 0; }
    /// As poll() of one socket.
    int wait_for(pollfd& watched, int timeout) {
        if (waits_ >= untimed) return wait_timed(watched, timeout);
        ++waits_;
        return poll(&watched, 1, timeout);
    }
    /// Many waits in a row were short, and none was long.
    bool in_full_flow() const noexcept { return short_waits_ >= enough; }

private:
    static constexpr int enough = 16;  // what has some 100 kB is read without
    // The first waits: a small result has come by then, to which looking at the clock would cost more than it could gain.
    static constexpr int untimed = 4;

    int wait_timed(pollfd& watched, int timeout);

    int waits_ = 0, short_waits_ = 0;
};

}  // namespace matview::inline v0::detail
