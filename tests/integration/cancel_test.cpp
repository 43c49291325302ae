// cancel() from another thread stops the statement that is under way, and never a later one.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "quiz_database.hpp"

using namespace std::chrono_literals;
using matview_test::quiz_database;
using quiz::Leaderboard;

namespace {

/// Calls cancel until it says that it met a statement.
std::thread cancel_when_under_way(matview::connection& db) {
    return std::thread([&db] {
        const auto end = std::chrono::steady_clock::now() + 60s;
        while (!db.cancel() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
    });
}

}  // namespace

TEST_CASE("a statement under way is stopped, and the connection goes on") {
    quiz_database quiz;
    std::thread other = cancel_when_under_way(quiz.db);
    try {
        quiz.db.query<int>("SELECT 1 FROM pg_sleep(600)");
        FAIL("it was not stopped");
    } catch (const matview::query_canceled& e) {
        CHECK_EQ(e.sqlstate(), "57014");
        CHECK(e.retryable());
        CHECK(e.connection_usable());
    }
    other.join();
    CHECK_EQ(quiz.db.count<Leaderboard>(), 6);
}

TEST_CASE("what one verb does is stopped as a whole, whichever of its exchanges the cancel meets") {
    quiz_database quiz;
    for (int i = 0; i < 200; ++i) {
        // A text that is prepared first, in a transaction of its own for its limit: five exchanges.
        const std::string sql = "SELECT 1 FROM pg_sleep(600) WHERE " + std::to_string(i) + " = $1";
        std::thread other([&] {
            const auto end = std::chrono::steady_clock::now() + 60s;
            bool met = false;
            while (!met && std::chrono::steady_clock::now() < end) {
                const auto at = std::chrono::steady_clock::now() + (i % 40) * 20us;
                while (std::chrono::steady_clock::now() < at) continue;
                met = quiz.db.cancel();
            }
        });
        auto limited = quiz.db.within({.statement_timeout = 500s});
        CHECK_THROWS_AS(limited.query<int>(sql, i), matview::query_canceled);
        other.join();
        CHECK_EQ(quiz.db.query<int>("SELECT $1::int", i).at(0), i);
    }
}

TEST_CASE("a refresh that waits for its lock is stopped, and the view stays as it is") {
    quiz_database quiz;
    quiz.other.exec("BEGIN; LOCK TABLE quiz_quizresult; SELECT * FROM leaderboard");
    std::thread other([&] {
        matview_test::raw_connection watcher(quiz.database.conninfo());
        const auto end = std::chrono::steady_clock::now() + 60s;
        while (
            std::chrono::steady_clock::now() < end &&
            watcher.rows("SELECT 1 FROM pg_locks WHERE NOT granted AND pid = " + std::to_string(quiz.db.backend_pid()))
                .empty())
            std::this_thread::sleep_for(1ms);
        CHECK(quiz.db.cancel());
    });
    CHECK_THROWS_AS(quiz.db.refresh<Leaderboard>(), matview::query_canceled);
    other.join();
    quiz.other.exec("ROLLBACK");
    CHECK_EQ(quiz.db.count<Leaderboard>(), 6);
    CHECK_EQ(quiz.db.refresh<Leaderboard>().view, "leaderboard");
}

TEST_CASE("where nothing is under way there is nothing to stop") {
    quiz_database quiz;
    CHECK_FALSE(quiz.db.cancel());
    CHECK_EQ(quiz.db.count<Leaderboard>(), 6);
    CHECK_FALSE(quiz.db.cancel());

    matview::transaction tx(quiz.db);
    tx.execute("SELECT 1");
    CHECK_FALSE(quiz.db.cancel());
    CHECK_EQ(tx.count<Leaderboard>(), 6);
    tx.commit();

    quiz.other.exec("SELECT pg_terminate_backend(" + std::to_string(quiz.db.backend_pid()) + ")");
    CHECK_THROWS_AS(quiz.db.count<Leaderboard>(), matview::connection_error);
    CHECK_FALSE(quiz.db.cancel());
}

TEST_CASE("a load that was begun is no statement under way between its rows") {
    quiz_database quiz;
    quiz.db.execute("CREATE TABLE loaded (n int)");
    matview::copy_in load(quiz.db, "COPY loaded FROM STDIN");
    load.row({"1"});
    static_cast<void>(quiz.db.cancel());
    // Whether it was stopped or not, what follows is right.
    try {
        CHECK_EQ(load.finish(), 1);
    } catch (const matview::query_canceled&) {
        CHECK_EQ(quiz.db.query<std::int64_t>("SELECT count(*) FROM loaded").at(0), 0);
    }
    CHECK_EQ(quiz.db.count<Leaderboard>(), 6);
}

TEST_CASE("1,000 races: a cancel meets the statement that it was meant for, or none") {
    quiz_database quiz;
    matview::connection& db = quiz.db;
    std::atomic<int> asked = 0, answered = 0;
    std::atomic<bool> over = false;
    // Cancels the statement with the number that it was asked for, at some moment before, in or behind it.
    std::thread other([&] {
        int seen = 0;
        while (!over) {
            const int now = asked;
            if (now == seen) continue;
            seen = now;
            const auto at = std::chrono::steady_clock::now() + (now % 50) * 40us;
            while (std::chrono::steady_clock::now() < at) continue;
            static_cast<void>(db.cancel());
            answered = now;
        }
    });
    int stopped = 0, done = 0;
    for (int i = 1; i <= 1000; ++i) {
        asked = i;
        try {
            if (i % 3 == 0)
                db.query<int>("SELECT 1 FROM pg_sleep(0.002)");
            else if (i % 3 == 1)
                db.count<Leaderboard>();
            else
                db.query<int>("SELECT $1::int", i);
            ++done;
        } catch (const matview::query_canceled&) {
            ++stopped;
        }
        while (answered != i) std::this_thread::yield();
        // The cancel is over: whatever it met, it meets nothing from here on.
        for (int again = 0; again < 3; ++again) {
            const std::vector<int> row = db.query<int>("SELECT $1::int", again);
            REQUIRE_EQ(row, std::vector<int>{again});
        }
    }
    over = true;
    other.join();
    MESSAGE(stopped << " statements stopped, " << done << " done before");
    CHECK_EQ(stopped + done, 1000);
    CHECK_GT(stopped, 0);
    CHECK_GT(done, 0);
}
