// Readers that go on reading, each with a connection and a thread of its own.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "common/own_schema.hpp"

class readers {
public:
    readers(const demo::own_schema& home, std::size_t how_many);

    struct seen {
        std::int64_t reads;                     ///< that ended while they were watched
        std::chrono::nanoseconds longest_wait;  ///< of any reader, those included that were still waiting at the end
    };
    /// Returns once every reader is at work. Throws what a reader threw.
    void start_watch();
    /// Returns once every reader has its answer. Throws likewise.
    seen end_watch();

private:
    void read_on(const std::stop_token& stop, const demo::own_schema& home, std::size_t self);
    void await_everyone(std::unique_lock<std::mutex>& lock);

    std::mutex mutex_;
    std::condition_variable one_read_;
    std::vector<std::int64_t> reads_of_;
    seen seen_{};
    std::exception_ptr failure_;
    std::vector<std::jthread> threads_;  // last, so that they end first
};
