// SIGINT, SIGTERM and SIGHUP cancel what the server is doing, and then end the program.
#pragma once

#include <pthread.h>

#include <atomic>
#include <csignal>
#include <thread>

#include <matview/db/connection.hpp>

namespace matview::inline v0::managing {

/// From its making on, a signal cancels the connection's statement instead of ending the program: for the time it lives. To be made before other
/// threads are, which then leave the signals to it.
class interruption {
public:
    explicit interruption(connection& of);
    /// Ends the program by the signal that came, if one has.
    ~interruption();
    interruption(const interruption&) = delete;

    bool has_come() const noexcept { return signal_ != 0; }

private:
    void watch();

    connection& of_;
    sigset_t before_{};
    std::atomic<int> signal_ = 0;
    std::atomic<bool> over_ = false;
    std::thread watcher_;
};

}  // namespace matview::inline v0::managing
