// What a refresh is doing, told on a terminal while it runs.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include <matview/db/connection.hpp>

namespace matview::inline v0::managing {

/// Asks over a connection of its own. What cannot be asked is left out; it never disturbs the refresh.
class progress {
public:
    /// One line on stderr, written over and over; nothing where that is no terminal.
    progress(connection_options connect, int backend_pid, std::string view);
    ~progress();
    progress(const progress&) = delete;

private:
    void watch();
    void show(const std::string& text) const;
    std::string elapsed() const;

    connection_options connect_;
    int backend_pid_;
    std::string view_;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
    std::mutex mutex_;
    std::condition_variable ended_;
    bool over_ = false;
    std::thread watcher_;
};

}  // namespace matview::inline v0::managing
