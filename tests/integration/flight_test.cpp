// Single flight, min_interval and lock budgets, each case by itself; for many processes at once see tests/processes.
#include <doctest/doctest.h>

#include <future>

#include <support/private_server.hpp>
#include <support/thrown_by.hpp>
#include <support/waiting.hpp>
#include "quiz_database.hpp"

using namespace std::chrono_literals;
using matview::refresh_options;
using matview::refresh_outcome;
using matview::refresh_result;
using matview::single_flight;
using matview_test::thrown_by;
using quiz::Leaderboard;

namespace {

const refresh_options waiting{.if_running = single_flight::wait};
const refresh_options skipping{.if_running = single_flight::skip_if_running};
const refresh_options failing{.if_running = single_flight::fail_if_running};

/// A quiz database whose refreshes wait, for as long as the test holds a lock on what they read: they are then under way.
class slow_quiz : public matview_test::quiz_database {
public:
    void hold() { other.exec("BEGIN; LOCK TABLE quiz_quizresult"); }
    void let_go() { other.exec("COMMIT"); }

    /// By a session of its own, in a thread of its own; under way, or waiting for another, when this returns.
    std::future<refresh_result> begin(const refresh_options& options) {
        std::promise<int> pid;
        std::future<int> began = pid.get_future();
        auto done = std::async(std::launch::async, [this, options, pid = std::move(pid)]() mutable {
            matview::connection own(database.conninfo());
            pid.set_value(own.backend_pid());
            return own.refresh<Leaderboard>(options);
        });
        last_pid = began.get();
        matview_test::wait_until_blocked(watcher, last_pid);
        return done;
    }
    void add_result() { watcher.exec("INSERT INTO quiz_quizresult (user_id) VALUES (7)"); }
    std::string held_by() const { return "process " + std::to_string(last_pid); }

    matview_test::raw_connection watcher{database.conninfo()};
    int last_pid = 0;
};

}  // namespace

TEST_CASE("who waits gets a refresh that started after the call, and never the one under way") {
    slow_quiz quiz;
    quiz.hold();
    auto first = quiz.begin(waiting);
    auto second = quiz.begin(waiting);
    auto third = quiz.begin(waiting);
    quiz.let_go();
    const refresh_result one = first.get();
    const refresh_result results[] = {second.get(), third.get()};
    CHECK_EQ(one.outcome, refresh_outcome::refreshed);
    const bool second_refreshed = results[0].outcome == refresh_outcome::refreshed;
    const refresh_result &own = results[second_refreshed ? 0 : 1], &joined = results[second_refreshed ? 1 : 0];
    CHECK_EQ(own.outcome, refresh_outcome::refreshed);
    CHECK_EQ(own.attempts, 1);
    CHECK_EQ(joined.outcome, refresh_outcome::joined);
    CHECK_EQ(joined.attempts, 0);
    CHECK_EQ(joined.started, own.started);
    CHECK(own.started > one.started);
}

TEST_CASE("what was committed before the call is there behind it") {
    slow_quiz quiz;
    // The first one has its snapshot, and waits for its lock, when the row is added.
    quiz.other.exec("BEGIN; SELECT * FROM leaderboard");
    auto first = quiz.begin(waiting);
    quiz.add_result();
    auto second = quiz.begin(waiting);
    quiz.other.exec("COMMIT");
    CHECK_EQ(first.get().outcome, refresh_outcome::refreshed);
    CHECK_EQ(second.get().outcome, refresh_outcome::refreshed);
    CHECK_EQ(quiz.db.count<Leaderboard>(), 7);
}

TEST_CASE("where one is under way, skip does nothing and fail says which one") {
    slow_quiz quiz;
    quiz.hold();
    auto first = quiz.begin(skipping);
    const refresh_result skipped = quiz.db.refresh<Leaderboard>(skipping);
    CHECK_EQ(skipped.outcome, refresh_outcome::skipped);
    CHECK_EQ(skipped.attempts, 0);
    CHECK_EQ(skipped.started.time_since_epoch().count(), 0);
    const auto failure =
        thrown_by<matview::refresh_running>([&] { quiz.db.refresh_concurrently<Leaderboard>(failing); });
    CHECK_NE(failure.message().find("refresh_concurrently of leaderboard: another one is under way: " + quiz.held_by()),
             std::string::npos);
    CHECK(failure.retryable());
    CHECK(failure.connection_usable());
    CHECK_FALSE(failure.hint().empty());
    quiz.let_go();
    CHECK_EQ(first.get().outcome, refresh_outcome::refreshed);
    CHECK_EQ(quiz.db.refresh<Leaderboard>(skipping).outcome, refresh_outcome::refreshed);
    CHECK_EQ(quiz.db.refresh<Leaderboard>(failing).outcome, refresh_outcome::refreshed);
    // Neither compares starts, so there is no table of them.
    CHECK_EQ(quiz.other.rows("SELECT to_regclass('matview_refreshes') IS NULL").at(0).at(0), "t");
}

TEST_CASE("views do not get in each other's way") {
    slow_quiz quiz;
    quiz.other.exec("CREATE SCHEMA twin; CREATE MATERIALIZED VIEW twin.leaderboard AS SELECT 1 AS one");
    quiz.hold();
    auto first = quiz.begin(failing);
    matview::connection twin(quiz.database.conninfo());
    twin.execute("SET search_path = twin, public");
    CHECK_EQ(twin.refresh<Leaderboard>(failing).outcome, refresh_outcome::refreshed);
    quiz.let_go();
    first.get();
}

TEST_CASE("where the one under way dies, whoever waits for it refreshes") {
    slow_quiz quiz;
    quiz.hold();
    auto first = quiz.begin(waiting);
    const int doomed = quiz.last_pid;
    auto second = quiz.begin(waiting);
    quiz.watcher.exec("SELECT pg_terminate_backend(" + std::to_string(doomed) + ")");
    CHECK_THROWS_AS(first.get(), matview::connection_lost);
    matview_test::wait_until(
        quiz.watcher, "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = " + std::to_string(doomed) + ")");
    quiz.let_go();
    CHECK_EQ(second.get().outcome, refresh_outcome::refreshed);
}

TEST_CASE("where the one under way fails, whoever waits for it refreshes") {
    slow_quiz quiz;
    quiz.hold();
    auto first = quiz.begin({.statement_timeout = 400ms, .if_running = single_flight::wait});
    auto second = quiz.begin(waiting);
    CHECK_THROWS_AS(first.get(), matview::statement_timeout);
    quiz.let_go();
    CHECK_EQ(second.get().outcome, refresh_outcome::refreshed);
}

TEST_CASE("in the caller's transaction it is had until that one ends, and counts when it is committed") {
    slow_quiz quiz;
    quiz.db.refresh<Leaderboard>(waiting);  // makes the table
    for (const bool committed : {false, true}) {
        CAPTURE(committed);
        quiz.other.exec("BEGIN; LOCK TABLE quiz_quizresult IN SHARE MODE");  // a refresh may read
        std::optional<matview::transaction> tx(std::in_place, quiz.db);
        std::future<refresh_result> waits;
        // The waiter has asked before the refresh starts: so it joins it, if it comes to be.
        matview_test::raw_connection flight(quiz.database.conninfo());
        flight.exec("BEGIN; SELECT pg_advisory_xact_lock(" + std::to_string(0x6d617476) +
                    ", 'leaderboard'::regclass::oid::int)");
        auto asks = std::async(std::launch::async, [&] { return tx->refresh<Leaderboard>(waiting); });
        matview_test::wait_until_blocked(quiz.watcher, quiz.db.backend_pid());
        waits = quiz.begin(waiting);
        flight.exec("COMMIT");
        CHECK_EQ(asks.get().outcome, refresh_outcome::refreshed);
        CHECK_EQ(waits.wait_for(200ms), std::future_status::timeout);
        if (committed)
            tx->commit();
        else
            tx->rollback();
        tx.reset();
        quiz.let_go();
        CHECK_EQ(waits.get().outcome, committed ? refresh_outcome::joined : refresh_outcome::refreshed);
    }
}

TEST_CASE("a transaction that keeps one snapshot does not see what others did, so it cannot wait for them") {
    matview_test::quiz_database quiz;
    for (const auto level : {matview::isolation_level::repeatable_read, matview::isolation_level::serializable}) {
        matview::transaction tx(quiz.db, {.isolation = level});
        CHECK_THROWS_WITH_AS(tx.refresh<Leaderboard>(waiting), doctest::Contains("REPEATABLE READ or SERIALIZABLE"),
                             matview::query_error);
        CHECK_THROWS_AS(tx.refresh<Leaderboard>({.min_interval = 1s}), matview::query_error);
        CHECK_EQ(tx.refresh<Leaderboard>(skipping).outcome, refresh_outcome::refreshed);
    }
    // A default of the session's is not the caller's transaction.
    quiz.db.execute("SET default_transaction_isolation = 'serializable'");
    CHECK_EQ(quiz.db.refresh<Leaderboard>(waiting).outcome, refresh_outcome::refreshed);
}

TEST_CASE("min_interval compares starts") {
    matview_test::quiz_database quiz;
    const refresh_options hourly{.min_interval = 1h};
    const refresh_result first = quiz.db.refresh<Leaderboard>(hourly);
    CHECK_EQ(first.outcome, refresh_outcome::refreshed);
    const refresh_result second = quiz.db.refresh<Leaderboard>(hourly);
    CHECK_EQ(second.outcome, refresh_outcome::skipped);
    CHECK_EQ(second.started, first.started);
    CHECK_EQ(quiz.db.refresh_concurrently<Leaderboard>(hourly).outcome, refresh_outcome::skipped);
    CHECK_EQ(quiz.db.refresh<Leaderboard>({.min_interval = 0ms}).outcome, refresh_outcome::refreshed);
    CHECK_EQ(quiz.db.refresh<Leaderboard>(waiting).outcome, refresh_outcome::refreshed);

    quiz.other.exec("UPDATE matview_refreshes SET started = started - interval '59 minutes'");
    CHECK_EQ(quiz.db.refresh<Leaderboard>(hourly).outcome, refresh_outcome::skipped);
    quiz.other.exec("UPDATE matview_refreshes SET started = started - interval '1 minute'");
    CHECK_EQ(quiz.db.refresh<Leaderboard>(hourly).outcome, refresh_outcome::refreshed);

    // Those that do not compare write theirs down too, once there is the table.
    quiz.other.exec("DELETE FROM matview_refreshes");
    CHECK_EQ(quiz.db.refresh<Leaderboard>(skipping).outcome, refresh_outcome::refreshed);
    CHECK_EQ(quiz.db.refresh<Leaderboard>(hourly).outcome, refresh_outcome::skipped);

    CHECK_THROWS_WITH_AS(quiz.db.refresh<Leaderboard>({.min_interval = -1ms}), doctest::Contains("min_interval of -1"),
                         matview::value_error);
}

TEST_CASE("a start counts for the rows that it gave, and for no others") {
    matview_test::quiz_database quiz;
    const refresh_options hourly{.min_interval = 1h};
    quiz.db.refresh<Leaderboard>(hourly);
    quiz.other.exec("REFRESH MATERIALIZED VIEW leaderboard WITH NO DATA");
    CHECK_EQ(quiz.db.refresh<Leaderboard>(hourly).outcome, refresh_outcome::refreshed);
    quiz.other.exec("DROP MATERIALIZED VIEW leaderboard");
    quiz.db.create<Leaderboard>();
    CHECK_EQ(quiz.db.refresh<Leaderboard>(hourly).outcome, refresh_outcome::refreshed);
    // VACUUM and ANALYZE change no rows, nor does reading.
    quiz.other.exec("VACUUM (FREEZE, ANALYZE) leaderboard");
    quiz.other.exec("VACUUM (FREEZE) pg_class");
    CHECK_EQ(quiz.db.refresh<Leaderboard>(hourly).outcome, refresh_outcome::skipped);
}

TEST_CASE("where the table of starts may not be made or used, the hint is what its owner is to run") {
    matview_test::quiz_database quiz;
    matview_test::test_role owner(quiz.database);
    quiz.other.exec("GRANT CREATE ON SCHEMA public TO " + owner.name() + "; GRANT SELECT ON quiz_quizresult TO " +
                    owner.name() + "; ALTER MATERIALIZED VIEW leaderboard OWNER TO " + owner.name() +
                    "; REVOKE CREATE ON SCHEMA public FROM " + owner.name());
    matview::connection db(quiz.database.conninfo(owner));
    const auto run_hint = [&](const matview::error& failure) {
        const std::size_t at = failure.hint().find("run: ");
        REQUIRE_NE(at, std::string::npos);
        quiz.other.exec(failure.hint().substr(at + 5));
    };
    CHECK_EQ(db.refresh<Leaderboard>(skipping).outcome, refresh_outcome::refreshed);  // needs none
    const auto absent = thrown_by<matview::insufficient_privilege>([&] { db.refresh<Leaderboard>(waiting); });
    CHECK_EQ(absent.sqlstate(), "42501");
    CHECK(absent.connection_usable());
    run_hint(absent);
    CHECK_EQ(db.refresh<Leaderboard>(waiting).outcome, refresh_outcome::refreshed);

    quiz.other.exec("REVOKE INSERT ON matview_refreshes FROM " + owner.name());
    CHECK_EQ(db.refresh<Leaderboard>(skipping).outcome, refresh_outcome::refreshed);
    const auto closed =
        thrown_by<matview::insufficient_privilege>([&] { db.refresh<Leaderboard>({.min_interval = 1h}); });
    run_hint(closed);
    CHECK_EQ(db.refresh<Leaderboard>({.min_interval = 1h}).outcome, refresh_outcome::refreshed);
    CHECK_EQ(db.refresh<Leaderboard>({.min_interval = 1h}).outcome, refresh_outcome::skipped);

    quiz.other.exec("ALTER MATERIALIZED VIEW leaderboard OWNER TO CURRENT_USER");
    const auto not_owner = thrown_by<matview::insufficient_privilege>([&] { db.refresh<Leaderboard>(waiting); });
    CHECK_NE(not_owner.hint().find("refresh as its owner"), std::string::npos);
}

TEST_CASE("what is no view, or is not there, is told as without single flight") {
    matview_test::quiz_database quiz(false);
    CHECK_THROWS_WITH_AS(quiz.db.refresh<Leaderboard>(waiting), doctest::Contains("db.create<Leaderboard>()"),
                         matview::undefined_relation);
    quiz.other.exec("CREATE VIEW leaderboard AS SELECT 1 AS one");
    CHECK_THROWS_AS(quiz.db.refresh<Leaderboard>(waiting), matview::wrong_relation_kind);
    quiz.other.exec("DROP VIEW leaderboard");
    quiz.db.create<Leaderboard>({.with_data = false});
    CHECK_THROWS_AS(quiz.db.refresh_concurrently<Leaderboard>(waiting), matview::not_populated);
    CHECK_EQ(quiz.db.refresh<Leaderboard>(waiting).outcome, refresh_outcome::refreshed);
}

TEST_CASE("a lock budget: attempts until the lock is had") {
    matview_test::quiz_database quiz;
    quiz.other.exec("BEGIN; SELECT * FROM leaderboard");
    auto holder = std::async(std::launch::async, [&] {
        std::this_thread::sleep_for(600ms);
        quiz.other.exec("COMMIT");
    });
    const refresh_result done =
        quiz.db.refresh<Leaderboard>({.lock_budget = matview::lock_budget{.lock_timeout = 20ms, .deadline = 30s}});
    holder.get();
    CHECK_GT(done.attempts, 1);
    CHECK(done.waited > 300ms);
    CHECK_EQ(quiz.db.query<std::string>("SELECT current_setting('lock_timeout')").at(0), "0");
}

TEST_CASE("a lock budget that is spent says how often it tried, and who was in the way") {
    matview_test::quiz_database quiz;
    quiz.other.exec("BEGIN; SELECT * FROM leaderboard");
    const refresh_options little{.lock_budget = matview::lock_budget{.lock_timeout = 20ms, .deadline = 300ms}};
    const std::string holder = "process " + std::to_string(quiz.other.backend_pid());
    const auto failure = thrown_by<matview::lock_timeout>([&] { quiz.db.refresh<Leaderboard>(little); });
    CHECK_EQ(failure.sqlstate(), "55P03");
    CHECK(failure.retryable());
    CHECK_NE(failure.message().find(" attempts within "), std::string::npos);
    CHECK_NE(failure.message().find(holder), std::string::npos);
    CHECK_EQ(quiz.db.query<std::string>("SELECT current_setting('lock_timeout')").at(0), "0");
    {
        matview::transaction tx(quiz.db);
        tx.execute("INSERT INTO quiz_quizresult (user_id) VALUES (8)");
        CHECK_THROWS_AS(tx.refresh<Leaderboard>(little), matview::lock_timeout);
        tx.commit();  // nothing of it is lost
    }
    quiz.other.exec("COMMIT");
    quiz.db.refresh<Leaderboard>(little);
    CHECK_EQ(quiz.db.count<Leaderboard>(), 7);
}

TEST_CASE("the deadline of a lock budget bounds the wait for another's refresh too") {
    slow_quiz quiz;
    quiz.hold();
    auto first = quiz.begin(waiting);
    const auto failure = thrown_by<matview::lock_timeout>([&] {
        quiz.db.refresh<Leaderboard>({.if_running = single_flight::wait,
                                      .lock_budget = matview::lock_budget{.lock_timeout = 20ms, .deadline = 200ms}});
    });
    CHECK_NE(failure.message().find("another refresh of it was still under way"), std::string::npos);
    CHECK_NE(failure.message().find(quiz.held_by()), std::string::npos);
    quiz.let_go();
    CHECK_EQ(first.get().outcome, refresh_outcome::refreshed);
}

TEST_CASE("between two attempts it can be cancelled") {
    matview_test::quiz_database quiz;
    quiz.other.exec("BEGIN; SELECT * FROM leaderboard");
    auto refresh = std::async(std::launch::async, [&] {
        quiz.db.refresh<Leaderboard>({.lock_budget = matview::lock_budget{.lock_timeout = 1ms, .deadline = 60s}});
    });
    std::this_thread::sleep_for(300ms);
    CHECK(quiz.db.cancel());
    CHECK_EQ(refresh.wait_for(20s), std::future_status::ready);
    CHECK_THROWS_AS(refresh.get(), matview::query_canceled);
    quiz.other.exec("COMMIT");
    CHECK_EQ(quiz.db.refresh<Leaderboard>().attempts, 1);
}

TEST_CASE("lock budgets that cannot be") {
    matview_test::quiz_database quiz;
    const auto with = [](std::chrono::milliseconds lock_timeout, std::chrono::milliseconds deadline) {
        return refresh_options{.lock_budget = matview::lock_budget{lock_timeout, deadline}};
    };
    CHECK_THROWS_WITH_AS(quiz.db.refresh<Leaderboard>(with(0ms, 1s)), doctest::Contains("lock_budget::lock_timeout"),
                         matview::value_error);
    CHECK_THROWS_WITH_AS(quiz.db.refresh<Leaderboard>(with(1ms, -1s)), doctest::Contains("lock_budget::deadline"),
                         matview::value_error);
    CHECK_THROWS_AS(quiz.db.refresh<Leaderboard>(with(std::chrono::milliseconds::max(), 1s)), matview::value_error);
    refresh_options both = with(1ms, 1s);
    both.lock_timeout = 1s;
    CHECK_THROWS_WITH_AS(quiz.db.refresh<Leaderboard>(both), doctest::Contains("both given"), matview::query_error);
    CHECK_EQ(quiz.db.refresh<Leaderboard>(with(1s, 1ms)).attempts, 1);
}
