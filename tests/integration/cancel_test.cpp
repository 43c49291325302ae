// cancel(): from another thread, of what is under way, and of nothing else.
#include <doctest/doctest.h>

#include <signal.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <support/chaos_proxy.hpp>
#include <support/private_server.hpp>
#include <support/thrown_by.hpp>
#include <support/waiting.hpp>

#include "quiz_database.hpp"

using namespace std::chrono_literals;
using matview_test::direction;
using matview_test::fault;
using quiz::Leaderboard;

namespace {

struct Endless {
    std::int32_t one;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("endless");
    };
};

using clock_type = std::chrono::steady_clock;

constexpr auto far_too_long = 30s;

/// Cancels again and again, from a thread of its own: a request may meet the BEGIN in front of what is meant, and come too late for it.
class persistent_canceller {
public:
    explicit persistent_canceller(matview::connection& of)
        : thread_([this, &of] {
              while (!stop_) {
                  of.cancel();
                  std::this_thread::sleep_for(1ms);
              }
          }) {}
    ~persistent_canceller() {
        stop_ = true;
        thread_.join();
    }
    persistent_canceller(const persistent_canceller&) = delete;

private:
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

template <class Work> void check_canceled(matview::connection& db, const Work& work) {
    const auto begun = clock_type::now();
    try {
        const persistent_canceller other(db);
        work();
        FAIL("was not cancelled");
    } catch (const matview::query_canceled& e) {
        CHECK_EQ(e.sqlstate(), "57014");
        CHECK(e.retryable());
        CHECK(e.connection_usable());
    }
    CHECK_LT(clock_type::now() - begun, far_too_long);
    CHECK(db.usable());
    CHECK_EQ(db.query<int>("SELECT 42").at(0), 42);
}

std::string through(const matview_test::chaos_proxy& proxy) {
    return "host=127.0.0.1 user=postgres dbname=postgres sslmode=disable gssencmode=disable port=" +
           std::to_string(proxy.port());
}

/// Waits until a statement that begins with SELECT 7, and is not prepared before, is under way.
void wait_for_statement(const matview_test::private_server& server) {
    matview::connection watching(server.conninfo());
    while (watching
               .query<std::int64_t>(
                   "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT 7 FROM%' AND state = 'active'")
               .at(0) == 0)
        std::this_thread::sleep_for(1ms);
}

/// Statements of varying kinds and lengths, up to 3 ms.
void run_one(matview::connection& db, int round) {
    const double seconds = round % 31 * 0.0001;
    switch (round % 5) {
        case 0:
            db.execute("SELECT pg_sleep($1)", seconds);
            break;
        case 1: {
            const auto rows = db.fetch<Leaderboard>();  // not within CHECK, which keeps what is thrown
            CHECK_EQ(rows.size(), 6);
            break;
        }
        case 2: {
            matview::transaction tx(db);
            matview::savepoint part(tx);
            part.execute("UPDATE team SET name = 'x' FROM pg_sleep($1) WHERE id = 1", seconds);
            break;
        }
        case 3: {
            matview::transaction tx(db);
            tx.execute("UPDATE team SET name = name FROM pg_sleep($1)", seconds);
            tx.commit();
            break;
        }
        default:
            db.within({.lock_timeout = 1min}).execute("UPDATE team SET name = name FROM pg_sleep($1)", seconds);
    }
}

}  // namespace

TEST_CASE("cancel: when nothing is under way nothing happens") {
    matview_test::quiz_database quiz;
    CHECK_FALSE(quiz.db.cancel());
    CHECK_EQ(quiz.db.query<int>("SELECT 1 FROM pg_sleep(0.01)").at(0), 1);
    CHECK_FALSE(quiz.db.cancel());
    matview::transaction tx(quiz.db);
    CHECK_FALSE(quiz.db.cancel());
    CHECK_EQ(tx.count<Leaderboard>(), 6);
    tx.commit();
}

TEST_CASE("cancel: of a statement, in and out of a transaction") {
    matview_test::quiz_database quiz;
    check_canceled(quiz.db, [&] { quiz.db.execute("SELECT pg_sleep(3600)"); });
    check_canceled(quiz.db, [&] { quiz.db.query<int>("SELECT 1 FROM pg_sleep($1)", 3600); });
    check_canceled(quiz.db, [&] { quiz.db.within({.lock_timeout = 1min}).execute("SELECT pg_sleep(3600)"); });
    check_canceled(quiz.db, [&] {
        matview::transaction tx(quiz.db);
        tx.execute("SELECT pg_sleep(3600)");
    });
    matview::transaction tx(quiz.db);
    {
        matview::savepoint part(tx);
        const persistent_canceller other(quiz.db);
        CHECK_THROWS_AS(part.execute("SELECT pg_sleep(3600)"), matview::query_canceled);
    }
    CHECK_EQ(tx.count<Leaderboard>(), 6);
}

TEST_CASE("cancel: of a refresh that works, and of one that waits for its lock") {
    matview_test::quiz_database quiz;
    quiz.other.exec("CREATE MATERIALIZED VIEW endless AS SELECT 1 AS one FROM pg_sleep(3600) WITH NO DATA");
    check_canceled(quiz.db, [&] { quiz.db.refresh<Endless>(); });
    quiz.other.exec("BEGIN; SELECT * FROM leaderboard");
    check_canceled(quiz.db, [&] { quiz.db.refresh<Leaderboard>(); });
    matview::transaction tx(quiz.db);
    {
        const persistent_canceller other(quiz.db);
        CHECK_THROWS_AS(tx.refresh<Leaderboard>(), matview::query_canceled);
    }
    CHECK_EQ(tx.count<Leaderboard>(), 6);  // the refresh had a savepoint of its own
    tx.commit();
    quiz.other.exec("COMMIT");
    quiz.db.refresh<Leaderboard>();
}

TEST_CASE("cancel: while the connection that watches a refresh is being made") {
    matview_test::quiz_database quiz;
    std::mutex mutex;
    std::condition_variable changed;
    int asked = 0;
    bool go_on = false;
    matview::connection db({.conninfo = quiz.database.conninfo(), .password = [&] {
                                std::unique_lock lock(mutex);
                                ++asked;
                                changed.notify_all();
                                if (asked == 2) changed.wait_for(lock, far_too_long, [&] { return go_on; });
                                return std::string("unused");
                            }});
    quiz.other.exec("BEGIN; SELECT * FROM leaderboard");
    bool taken = false;
    std::thread other([&] {
        std::unique_lock lock(mutex);
        changed.wait_for(lock, far_too_long, [&] { return asked == 2; });
        taken = db.cancel();
        go_on = true;
        changed.notify_all();
    });
    CHECK_THROWS_AS(db.refresh<Leaderboard>(), matview::query_canceled);
    other.join();
    CHECK(taken);
    CHECK_EQ(db.count<Leaderboard>(), 6);
}

TEST_CASE("cancel: of a pipeline whose statements are being prepared") {
    matview_test::quiz_database quiz;
    quiz.db.execute("SET statement_timeout = '1min'");
    matview_test::raw_connection holder(quiz.database.conninfo());
    holder.exec("BEGIN; LOCK TABLE team IN ACCESS EXCLUSIVE MODE");
    std::thread other([&] {
        matview_test::wait_until_blocked(quiz.other, quiz.db.backend_pid());
        CHECK(quiz.db.cancel());
    });
    const auto begun = clock_type::now();
    matview::pipeline all = quiz.db.pipeline();
    auto first = all.query<std::int64_t>("SELECT count(*) FROM team");
    auto second = all.query<std::int64_t>("SELECT sum(id) FROM team WHERE id > $1", 1);
    all.run();
    CHECK_THROWS_AS(first.get(), matview::query_canceled);
    CHECK_THROWS_AS(second.get(), matview::pipeline_aborted);
    CHECK_LT(clock_type::now() - begun, far_too_long);
    other.join();
    CHECK_EQ(quiz.db.query<int>("SELECT 42").at(0), 42);
}

TEST_CASE("cancel: of a load") {
    matview_test::quiz_database quiz;
    check_canceled(quiz.db, [&] {
        matview::copy_in load(quiz.db, "COPY team FROM STDIN");
        load.row({"70", "begun"});
        CHECK(quiz.db.cancel());
        for (int i = 100; i < 200'000; ++i) load.row({std::to_string(i), "x"});
        load.finish();
    });
    CHECK_EQ(quiz.db.query<std::int64_t>("SELECT count(*) FROM team").at(0), 2);
    {
        matview::copy_in load(quiz.db, "COPY team FROM STDIN");
        load.row({"70", "begun"});
        CHECK(quiz.db.cancel());
        const auto e = matview_test::thrown_by<matview::query_canceled>([&] { load.finish(); });
        CHECK_NE(e.hint().find("cancel() of this connection"), std::string::npos);
    }
    // One that was cancelled and is given up leaves nothing either.
    {
        matview::copy_in load(quiz.db, "COPY team FROM STDIN");
        load.row({"70", "begun"});
        CHECK(quiz.db.cancel());
    }
    CHECK_EQ(quiz.db.query<std::int64_t>("SELECT count(*) FROM team").at(0), 2);
}

TEST_CASE("cancel: of a lost link") {
    matview_test::quiz_database quiz;
    quiz.other.exec("SELECT pg_terminate_backend(" + std::to_string(quiz.db.backend_pid()) + ", 10000)");
    CHECK_FALSE(quiz.db.cancel());
    CHECK_THROWS_AS(quiz.db.count<Leaderboard>(), matview::connection_error);
    CHECK_FALSE(quiz.db.cancel());
}

// The proxy serves one link after the other, so the request waits for as long as the statement's link lives.
TEST_CASE("cancel: a request that does not come through has a bound, and meets no later statement") {
    matview_test::private_server server;
    matview_test::chaos_proxy proxy(server.directory().string() + "/.s.PGSQL.5432");
    matview::connection db({.conninfo = through(proxy), .connect_timeout = 500ms});
    bool taken = true;
    std::thread other([&] {
        wait_for_statement(server);
        const auto begun = clock_type::now();
        taken = db.cancel();
        CHECK_GE(clock_type::now() - begun, 500ms);
        CHECK_LT(clock_type::now() - begun, far_too_long);
    });
    const auto begun = clock_type::now();
    CHECK_EQ(db.execute("SELECT 7 FROM pg_sleep(0.3)"), 1);  // its answer is right all the same
    CHECK_LT(clock_type::now() - begun, far_too_long);
    other.join();
    CHECK_FALSE(taken);
    CHECK_FALSE(db.usable());
    CHECK_THROWS_AS(db.query<int>("SELECT 1"), matview::connection_error);
}

TEST_CASE("cancel: a statement does not return while a request for it is on its way") {
    matview_test::private_server server;
    auto proxy = std::make_unique<matview_test::chaos_proxy>(server.directory().string() + "/.s.PGSQL.5432");
    matview::connection db({.conninfo = through(*proxy), .connect_timeout = 60s});
    std::thread other([&] {
        wait_for_statement(server);
        db.cancel();  // waits within the proxy
    });
    std::atomic<bool> returned{false};
    std::thread opener([&] {
        matview::connection watching(server.conninfo());
        while (watching
                   .query<std::int64_t>("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT 7 FROM%' AND "
                                        "state = 'idle'")
                   .at(0) == 0)
            std::this_thread::sleep_for(1ms);
        std::this_thread::sleep_for(200ms);  // its answer has come by now
        CHECK_FALSE(returned);
        proxy.reset();
    });
    CHECK_EQ(db.execute("SELECT 7 FROM pg_sleep(0.5)"), 1);
    returned = true;
    opener.join();
    other.join();
}

// A stopped process takes the signal first, when it goes on, and the statement thereafter.
TEST_CASE("cancel: a request that comes before its statement is sent again") {
    matview_test::private_server server;
    matview::connection db({.conninfo = server.conninfo()});
    kill(db.backend_pid(), SIGSTOP);
    std::atomic<bool> ended{false};
    std::thread other([&] {
        while (!db.cancel() && !ended) std::this_thread::sleep_for(1ms);
        kill(db.backend_pid(), SIGCONT);
    });
    const auto begun = clock_type::now();
    CHECK_THROWS_AS(db.execute("SET statement_timeout = '1min'; SELECT pg_sleep(3600)"), matview::query_canceled);
    ended = true;
    other.join();
    CHECK_LT(clock_type::now() - begun, far_too_long);
    CHECK_EQ(db.query<int>("SELECT 42").at(0), 42);
}

TEST_CASE("cancel: a thousand races hit no other statement") {
    matview_test::quiz_database quiz;
    constexpr int rounds = 1000;
    std::atomic<int> asked_for{0}, answered{0}, delivered{0};
    std::thread other([&] {
        for (int round = 1; round <= rounds; ++round) {
            while (asked_for < round) std::this_thread::yield();
            std::this_thread::sleep_for(std::chrono::microseconds(round % 17 * 100));
            if (quiz.db.cancel()) ++delivered;
            answered = round;
        }
    });
    int canceled = 0, whole = 0;
    for (int round = 1; round <= rounds; ++round) {
        asked_for = round;
        try {
            run_one(quiz.db, round);
            ++whole;
        } catch (const matview::query_canceled&) {
            ++canceled;
        } catch (const matview::error& e) {
            FAIL_CHECK(std::string(e.what()));
        }
        while (answered < round) std::this_thread::yield();
        try {
            const auto next = quiz.db.query<int>("SELECT $1::int FROM pg_sleep(0.0005)", round);
            CHECK_EQ(next.at(0), round);
        } catch (const matview::error& e) {
            CAPTURE(round);
            FAIL_CHECK("the next statement was hit: " << std::string(e.what()));
        }
    }
    other.join();
    MESSAGE(canceled << " of " << rounds << " were cancelled, " << whole << " ended first; " << delivered.load()
                     << " requests were delivered");
    CHECK_GT(canceled, 0);
    CHECK_GT(whole, 0);
    CHECK_LE(canceled, delivered);
    CHECK_EQ(quiz.db.query<std::string>("SELECT name FROM team WHERE id = 1").at(0), "red");
}

TEST_CASE("cancel: what one verb does is stopped as a whole, whichever of its exchanges it meets") {
    matview_test::quiz_database quiz;
    for (int i = 0; i < 200; ++i) {
        // A text that is prepared first, in a transaction of its own for its limit: several exchanges.
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
        auto limited = quiz.db.within({.statement_timeout = 2 * far_too_long});
        const auto begun = clock_type::now();
        CHECK_THROWS_AS(limited.query<int>(sql, i), matview::query_canceled);
        CHECK_LT(clock_type::now() - begun, far_too_long);  // by cancel(): the limit throws the same
        other.join();
        CHECK_EQ(quiz.db.query<int>("SELECT $1::int", i).at(0), i);
    }
}
