// A reader of the view: a thread with a connection of its own, which it makes anew when that is lost.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <random>
#include <string>

#include "world.hpp"

namespace soak {

class reader {
public:
    reader(std::string conninfo, bool pooled, std::uint64_t seed, tally& to);

    /// Reads until `stop`. What it throws is not to be thrown.
    void run(const std::atomic<bool>& stop);
    /// One of each kind of read, on a server that is left alone: every one has to succeed.
    void read_all();
    /// Cancels what the reader does; from another thread.
    bool cancel();

private:
    void connect();
    void disconnect();
    void read(unsigned kind);
    void in_transaction();

    std::string conninfo_;
    bool pooled_;
    std::mt19937_64 random_;
    tally& to_;
    std::mutex mutex_;  // over making and ending the connection: cancel must not meet either
    std::unique_ptr<matview::connection> db_;
};

}  // namespace soak
