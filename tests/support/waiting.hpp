#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include "raw_connection.hpp"

namespace matview_test {

/// Asks `sql` again and again until its first cell is "t". Throws after a minute.
inline void wait_until(raw_connection& on, std::string_view sql) {
    using namespace std::chrono_literals;
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (on.rows(sql).at(0).at(0) != "t") {
        if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("never true: " + std::string(sql));
        std::this_thread::sleep_for(5ms);
    }
}

/// Until that backend waits for a lock.
inline void wait_until_blocked(raw_connection& on, int pid) {
    wait_until(on, "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid = " + std::to_string(pid) + ")");
}

/// Until that backend is in pg_sleep.
inline void wait_until_asleep(raw_connection& on, int pid) {
    wait_until(on, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = " +
                       std::to_string(pid) + ")");
}

}  // namespace matview_test
