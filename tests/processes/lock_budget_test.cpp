// Readers in other processes while a plain refresh waits for its lock: with a budget they do not queue behind it.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>

#include <support/private_server.hpp>
#include <support/raw_connection.hpp>
#include <support/waiting.hpp>

#include "board.hpp"
#include "crowd.hpp"

using namespace std::chrono_literals;

namespace {

constexpr auto held_for = 4s;

struct measured {
    std::chrono::microseconds longest{};
    std::string refresh;
};

// The lock of a reader who is idle in a transaction is held while a refresh with that verb asks for it.
measured read_during(const std::string& verb) {
    const matview_test::private_server server;
    matview_test::raw_connection holder(server.conninfo());
    holder.exec(processes::board_sql);
    holder.exec("BEGIN; SELECT * FROM board");

    processes::crowd readers(8, server.conninfo(), "read"), refresh(1, server.conninfo(), verb);
    readers.go();
    refresh.go();
    std::this_thread::sleep_for(held_for);
    holder.exec("COMMIT");
    measured found{.refresh = refresh.said().at(0)};
    readers.stop();
    for (const std::string& one : readers.said()) {
        long long count = 0, longest = 0;
        REQUIRE_EQ(std::sscanf(one.c_str(), "read %lld %lld", &count, &longest), 2);
        CHECK_GT(count, 0);
        found.longest = std::max(found.longest, std::chrono::microseconds(longest));
    }
    MESSAGE("refresh with verb " << verb << ": the longest wait of a reader was " << found.longest.count() / 1000
                                 << " ms, while a lock was held for " << held_for.count() << " s");
    return found;
}

}  // namespace

TEST_CASE("readers do not queue behind a refresh with a lock budget") {
    const measured with = read_during("budget");
    CHECK(with.refresh.starts_with("refreshed later "));
    CHECK_GT(std::stoi(with.refresh.substr(16)), 3);  // attempts
    // An attempt takes 100 ms; what is above that is the machine's, which has ten processes at work.
    CHECK_LT(with.longest, 1000ms);
    // So that this would have been seen.
    const measured without = read_during("patient");
    CHECK_EQ(without.refresh, "refreshed later 1");
    CHECK_GT(without.longest, held_for - 1s);
}
