// matview::pool: bounds, order, faults, streams, on real servers; what comes back is in pool_reset_test.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <support/private_server.hpp>
#include <support/thrown_by.hpp>
#include <support/waiting.hpp>

#include "db/link.hpp"
#include "quiz_database.hpp"

using namespace std::chrono_literals;
using matview::pool;
using matview::pool_reset;
using matview_test::thrown_by;
using quiz::Leaderboard;
using quiz::User;

namespace {

int pid_of(matview::session& on) { return on.query<int>("SELECT pg_backend_pid()").at(0); }

matview::connection_options to(const std::string& conninfo) { return {.conninfo = conninfo}; }

void wait_for(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("it never came true");
        std::this_thread::sleep_for(1ms);
    }
}

/// Ends it, and waits until it is gone.
void terminate(matview_test::raw_connection& by, int pid) {
    by.rows("SELECT pg_terminate_backend(" + std::to_string(pid) + ")");
    matview_test::wait_until(
        by, "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = " + std::to_string(pid) + ")");
}

void wait_for_sessions(matview_test::raw_connection& on, int count) {
    matview_test::wait_until(
        on, "SELECT count(*) = " + std::to_string(count) +
                " FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'matview_pool'");
}

struct Roll {
    std::int64_t id;
    std::string name;

    struct Meta {
        static constexpr auto relation = matview::view("roll");
    };
};

void exec(matview::session& on, const char* sql) { static_cast<void>(on.execute(sql)); }

}  // namespace

TEST_CASE("pool: all verbs go over its only connection") {
    matview_test::quiz_database quiz(false);
    pool db(to(quiz.database.conninfo()), {.max_size = 1, .pool_timeout = 2s});
    const int pid = pid_of(db);
    db.create<Leaderboard>();
    CHECK_EQ(db.fetch<Leaderboard>().size(), 6);
    CHECK_EQ(db.get<User>(2).username, "bob");
    CHECK_EQ(db.count<User>(), 5);
    CHECK(db.verify<Leaderboard>().problems().empty());
    CHECK(db.is_populated<Leaderboard>());
    {
        matview::transaction tx(db);
        tx.execute("INSERT INTO team VALUES (3, 'green')");
        {
            matview::savepoint undone(tx);
            undone.execute("DELETE FROM team");
        }
        CHECK_EQ(db.in_use(), 1);
        tx.refresh<Leaderboard>();
        tx.commit();
    }
    CHECK_EQ(db.in_use(), 0);
    {
        matview::copy_in load(db, "COPY team (id, name) FROM STDIN");
        load.row({"4", "pink"});
        CHECK_EQ(load.finish(), 1);
    }
    CHECK_EQ(db.query<std::int64_t>("SELECT count(*) FROM team").at(0), 4);
    db.refresh<Leaderboard>();
    db.refresh_concurrently<Leaderboard>({.time_zone = "Asia/Tokyo"});
    CHECK_EQ(db.within({.statement_timeout = 1min}).fetch<Leaderboard>().size(), 6);
    CHECK_EQ(db.within({.statement_timeout = 50min}).query<std::string>("SHOW statement_timeout").at(0), "50min");
    CHECK_EQ(db.query<std::string>("SHOW statement_timeout").at(0), "0");
    db.within({.lock_timeout = 1min}).refresh_concurrently<Leaderboard>();
    db.drop<Leaderboard>();
    CHECK_EQ(pid_of(db), pid);
    CHECK_EQ(db.size(), 1);
    CHECK_EQ(db.idle(), 1);
    CHECK_EQ(db.waiting(), 0);
}

TEST_CASE("pool: it is bounded, and says who holds what") {
    matview_test::quiz_database quiz(false);
    pool db(to(quiz.database.conninfo() + " application_name=matview_pool"),
            {.max_size = 2, .min_size = 0, .pool_timeout = 100ms});
    CHECK_EQ(db.size(), 0);
    std::optional<matview::connection> one(db.take()), two(db.take());
    wait_for_sessions(quiz.other, 2);
    const auto begun = std::chrono::steady_clock::now();
    const auto own = thrown_by<matview::pool_timeout>([&] { db.fetch<User>(); });
    const auto took = std::chrono::steady_clock::now() - begun;
    CHECK_GE(took, 100ms);
    CHECK_LT(took, 30s);
    CHECK_EQ(own.message(), "pool: no connection came free within 100 ms: 2 of 2 are out, and 1 callers wait");
    CHECK_NE(own.hint().find("this thread holds 2 of them itself"), std::string::npos);
    CHECK_FALSE(own.retryable());  // it would wait for itself again
    CHECK(own.connection_usable());
    std::thread([&] {
        const auto others = thrown_by<matview::pool_timeout>([&] { db.fetch<User>(); });
        CHECK_NE(others.hint().find("max_size"), std::string::npos);
        CHECK(others.retryable());
    }).join();
    CHECK_EQ(db.waiting(), 0);
    wait_for_sessions(quiz.other, 2);
    one.reset();
    CHECK_EQ(db.idle(), 1);
    CHECK_EQ(db.fetch<User>().size(), 5);
    two.reset();
    CHECK_EQ(db.size(), 2);
    CHECK_EQ(db.idle(), 2);
}

TEST_CASE("pool: a transaction and the pool within it need two connections") {
    matview_test::quiz_database quiz(false);
    pool db(to(quiz.database.conninfo()), {.max_size = 1, .pool_timeout = 50ms});
    matview::transaction tx(db);
    CHECK_THROWS_AS(db.fetch<User>(), matview::pool_timeout);
    CHECK_EQ(tx.fetch<User>().size(), 5);
}

TEST_CASE("pool: who waits longest is served next, and nobody overtakes a wait of five milliseconds") {
    matview_test::quiz_database quiz(false);
    pool db(to(quiz.database.conninfo()), {.max_size = 1});
    constexpr int count = 12;
    std::mutex mutex;
    std::vector<int> order, expected;
    std::optional<matview::connection> held(db.take());
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) {
        threads.emplace_back([&, i] {
            const matview::connection mine = db.take();
            const std::lock_guard lock(mutex);
            order.push_back(i);
        });
        wait_for([&] { return db.waiting() == static_cast<std::size_t>(i + 1); });
        expected.push_back(i);
    }
    std::this_thread::sleep_for(6ms);  // until then the last one may be overtaken
    // The one that gives back and asks again at once is the last of all, in each of several rounds.
    held.reset();
    {
        const matview::connection again = db.take();
        const std::lock_guard lock(mutex);
        CHECK_EQ(order, expected);
    }
    for (std::thread& one : threads) one.join();
    CHECK_EQ(db.size(), 1);
}

TEST_CASE("pool: who gave up waiting is passed over") {
    matview_test::quiz_database quiz(false);
    pool db(to(quiz.database.conninfo()), {.max_size = 1, .pool_timeout = 50ms});
    {
        const matview::connection held = db.take();
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] { CHECK_THROWS_AS(db.fetch<User>(), matview::pool_timeout); });
        for (std::thread& one : threads) one.join();
    }
    CHECK_EQ(db.waiting(), 0);
    CHECK_EQ(db.idle(), 1);
    CHECK_EQ(db.fetch<User>().size(), 5);
}

TEST_CASE("pool: a connection that was ended while idle is found and replaced") {
    matview_test::quiz_database quiz(false);
    pool db(to(quiz.database.conninfo()), {.max_size = 2});
    for (int round = 0; round < 20; ++round) {
        const int pid = pid_of(db);
        terminate(quiz.other, pid);
        CHECK_EQ(db.idle(), 1);  // nobody has looked
        CHECK_NE(pid_of(db), pid);
        CHECK_EQ(db.size(), 1);
    }
}

TEST_CASE("pool: one that is ended in use says so, and is replaced") {
    matview_test::quiz_database quiz(false);
    pool db(to(quiz.database.conninfo()), {.max_size = 1, .pool_timeout = 2s});
    {
        matview::connection one = db.take();
        terminate(quiz.other, one.backend_pid());
        CHECK_THROWS_AS(one.fetch<User>(), matview::connection_lost);
        CHECK_FALSE(one.usable());
    }
    CHECK_EQ(db.size(), 0);
    CHECK_EQ(db.fetch<User>().size(), 5);
    {
        matview::transaction tx(db);
        terminate(quiz.other, pid_of(tx));
    }
    CHECK_EQ(db.fetch<User>().size(), 5);
    // Within a verb.
    std::thread killer([&] {
        matview_test::wait_until(quiz.other,
                                 "SELECT bool_or(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
                                 "wait_event = 'PgSleep' AND datname = current_database()");
    });
    CHECK_THROWS_AS(db.execute("SELECT pg_sleep(60)"), matview::connection_lost);
    killer.join();
    CHECK_EQ(db.size(), 0);
    CHECK_EQ(db.fetch<User>().size(), 5);
}

TEST_CASE("pool: news on an idle connection is not its end") {
    matview_test::quiz_database quiz(false);
    pool db(to(quiz.database.conninfo()), {.max_size = 1, .reset = pool_reset::rollback});
    exec(db, "LISTEN news");
    const int pid = pid_of(db);
    quiz.other.exec("NOTIFY news, 'something'");
    std::this_thread::sleep_for(20ms);
    CHECK_EQ(pid_of(db), pid);
}

TEST_CASE("pool: it survives the server's restart") {
    matview_test::private_server server;
    pool db(to(server.conninfo()), {.max_size = 3, .min_size = 3});
    std::optional<matview::connection> out(db.take());
    server.crash_and_restart();
    CHECK_THROWS_AS(exec(*out, "SELECT 1"), matview::connection_lost);
    out.reset();
    for (int i = 0; i < 6; ++i) {
        matview::transaction tx(db);
        CHECK_EQ(db.query<int>("SELECT 1").at(0), 1);
    }
    CHECK_EQ(db.idle(), 2);
}

TEST_CASE("pool: where no connection can be made, everybody is told") {
    pool db(to("host=/nonexistent dbname=none"), {.max_size = 1, .min_size = 0, .pool_timeout = 60s});
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] { CHECK_THROWS_AS(db.fetch<User>(), matview::connection_refused); });
    for (std::thread& one : threads) one.join();
    CHECK_EQ(db.size(), 0);
    CHECK_EQ(db.waiting(), 0);
    CHECK_THROWS_AS(pool(to("host=/nonexistent dbname=none")), matview::connection_refused);
}

TEST_CASE("pool: the place of one that could not be made goes to who waits") {
    matview_test::quiz_database quiz(false);
    int calls = 0;
    matview::connection_options options = to(quiz.database.conninfo());
    // Called at each connect, in the thread that makes it: the second one fails while another caller waits.
    pool* at = nullptr;
    options.password = [&]() -> std::string {
        if (++calls != 1) return {};
        wait_for([&] { return at->waiting() == 1; });
        throw std::runtime_error("no password today");
    };
    pool db(options, {.max_size = 1, .min_size = 0});
    at = &db;
    std::thread first([&] { CHECK_THROWS_WITH(db.fetch<User>(), "no password today"); });
    wait_for([&] { return db.in_use() == 1; });
    CHECK_EQ(db.fetch<User>().size(), 5);
    first.join();
    CHECK_EQ(calls, 2);
    CHECK_EQ(db.size(), 1);
}

TEST_CASE("pool: connections get no older than max_age, and not all at once") {
    matview_test::quiz_database quiz(false);
    constexpr std::size_t count = 16;
    pool db(to(quiz.database.conninfo() + " application_name=matview_pool"),
            {.max_size = count, .min_size = count, .max_age = 3s});
    using seconds = std::chrono::duration<double>;
    const auto now = [] { return seconds(std::chrono::system_clock::now().time_since_epoch()).count(); };
    std::vector<std::pair<int, double>> born;
    for (const auto& row : quiz.other.rows("SELECT pid, extract(epoch FROM backend_start) FROM pg_stat_activity "
                                           "WHERE datname = current_database() AND application_name = 'matview_pool'"))
        born.emplace_back(std::stoi(*row.at(0)), std::stod(*row.at(1)));
    REQUIRE_EQ(born.size(), count);
    std::vector<double> ages;
    while (!born.empty()) {
        std::vector<matview::connection> all;
        for (std::size_t i = 0; i < count; ++i) all.push_back(db.take());
        const double at = now();
        std::erase_if(born, [&](const auto& one) {
            const bool is_there =
                std::any_of(all.begin(), all.end(), [&](const auto& c) { return c.backend_pid() == one.first; });
            if (!is_there) ages.push_back(at - one.second);
            return !is_there;
        });
        REQUIRE_LT(at - (born.empty() ? at : born.front().second), 60.0);
        all.clear();
        std::this_thread::sleep_for(2ms);
    }
    const auto [youngest, oldest] = std::minmax_element(ages.begin(), ages.end());
    CHECK_GE(*youngest, 2.6);
    CHECK_GE(*oldest - *youngest, 0.1);
    CHECK_EQ(db.size(), count);
}

TEST_CASE("pool: what is idle for long is closed, but for min_size") {
    matview_test::quiz_database quiz(false);
    pool db(to(quiz.database.conninfo() + " application_name=matview_pool"),
            {.max_size = 4, .min_size = 1, .idle_timeout = 50ms});
    {
        std::vector<matview::connection> all;
        for (int i = 0; i < 4; ++i) all.push_back(db.take());
    }
    CHECK_EQ(db.size(), 4);
    wait_for([&] {
        std::this_thread::sleep_for(20ms);
        db.fetch<User>();
        return db.size() == 1;
    });
    wait_for_sessions(quiz.other, 1);
    const int pid = pid_of(db);
    std::this_thread::sleep_for(100ms);
    CHECK_EQ(pid_of(db), pid);
    CHECK_EQ(db.size(), 1);
}

TEST_CASE("pool: one that was taken is cancelled by another thread") {
    matview_test::quiz_database quiz(false);
    pool db(to(quiz.database.conninfo()), {.max_size = 1});
    matview::connection one = db.take();
    std::thread canceller([&] {
        matview_test::wait_until_asleep(quiz.other, one.backend_pid());
        CHECK(one.cancel());
    });
    CHECK_THROWS_AS(exec(one, "SELECT pg_sleep(60)"), matview::query_canceled);
    canceller.join();
    CHECK_EQ(one.fetch<User>().size(), 5);
}

TEST_CASE("pool: what is out outlives the pool") {
    matview_test::quiz_database quiz(false);
    {
        std::optional<pool> db;
        db.emplace(to(quiz.database.conninfo() + " application_name=matview_pool"),
                   matview::pool_options{.max_size = 3, .min_size = 3});
        matview::transaction tx(*db);
        matview::connection one = db->take();
        db.reset();
        wait_for_sessions(quiz.other, 2);
        tx.execute("INSERT INTO team VALUES (3, 'green')");
        tx.commit();
        wait_for_sessions(quiz.other, 1);
        CHECK_EQ(one.fetch<User>().size(), 5);
    }
    wait_for_sessions(quiz.other, 0);
    CHECK_EQ(quiz.other.rows("SELECT count(*) FROM team")[0][0], "3");
}

TEST_CASE("pool: options that are none") {
    const auto made = [](const matview::pool_options& options) { pool db(to("host=/nonexistent"), options); };
    CHECK_THROWS_AS(made({.max_size = 0}), matview::value_error);
    CHECK_THROWS_AS(made({.max_size = 2, .min_size = 3}), matview::value_error);
    CHECK_THROWS_WITH_AS(made({.pool_timeout = -1ms}), doctest::Contains("pool_timeout of -1 ms"),
                         matview::value_error);
    CHECK_THROWS_AS(made({.max_age = -1ms}), matview::value_error);
    CHECK_THROWS_AS(made({.idle_timeout = -1ms}), matview::value_error);
    matview::connection_options negative;
    negative.lock_timeout = -1ms;
    CHECK_THROWS_AS(pool(negative, {.min_size = 0}), matview::value_error);
    const auto longest = std::chrono::milliseconds::max();
    CHECK_NOTHROW(made({.min_size = 0, .pool_timeout = longest, .max_age = longest, .idle_timeout = longest}));
}

TEST_CASE("pool: a stream holds its connection until its end, and one that is left early gives it back in order") {
    matview_test::quiz_database quiz(false);
    quiz.other.exec(
        "CREATE VIEW roll AS SELECT n::bigint AS id, repeat('x', 1000) AS name FROM generate_series(1, 20000) AS n");
    pool db(to(quiz.database.conninfo()), {.max_size = 1, .pool_timeout = 50ms});
    const auto copied = matview::from<Roll>();
    const auto in_parts = copied.filter(matview::col<&Roll::id> > 0);
    for (const auto& q : {copied, in_parts}) {
        const int pid = pid_of(db);
        std::int64_t rows = 0;
        {
            auto all = db.stream(q);
            for (const Roll& row : all) {
                if (++rows == 1) {
                    CHECK_EQ(db.in_use(), 1);
                    CHECK_THROWS_AS(db.fetch<User>(), matview::pool_timeout);  // there is no second one
                }
                if (row.id != rows) break;
            }
            CHECK_EQ(rows, 20000);
            CHECK_EQ(db.idle(), 1);  // behind the last row, though the stream is still there
            CHECK_EQ(db.fetch<User>().size(), 5);
        }
        for (const Roll& row : db.stream(q)) {
            CHECK_EQ(row.id, 1);
            break;
        }
        CHECK_EQ(db.idle(), 1);
        CHECK_EQ(pid_of(db), pid);
        // What the row is used for may fail; and the connection that a stream is on may go before the stream does.
        CHECK_THROWS_WITH(db.for_each(q, [](const Roll&) { throw std::runtime_error("enough"); }), "enough");
        CHECK_EQ(db.for_each(q, [](const Roll&) {}), 20000);
        {
            std::optional<matview::connection> taken(db.take());
            auto left = taken->stream(q);
            CHECK_EQ(left.begin()->id, 1);
            taken.reset();
            CHECK_EQ(db.idle(), 0);
            CHECK_EQ((++left.begin())->id, 2);
        }
        CHECK_EQ(db.idle(), 1);
        CHECK_EQ(pid_of(db), pid);
        {
            matview::transaction tx(db);
            auto left = tx.stream(q);
            CHECK_EQ(left.begin()->id, 1);
        }
        CHECK_EQ(pid_of(db), pid);
        // The server ends it in the midst of the rows. Nobody waits for that here: its last words may not fit into what
        // is on its way until these rows are read.
        CHECK_THROWS_AS(db.for_each(q,
                                    [&, ended = false](const Roll&) mutable {
                                        if (std::exchange(ended, true)) return;
                                        quiz.other.rows("SELECT pg_terminate_backend(" + std::to_string(pid) + ")");
                                    }),
                        matview::connection_lost);
        CHECK_EQ(db.size(), 0);
        CHECK_NE(pid_of(db), pid);
    }
}
