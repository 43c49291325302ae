// Whom a refresh makes wait, and for whom it waits; and as of when it shows the data.
#include <doctest/doctest.h>

#include <thread>

#include <libpq-fe.h>

#include <support/thrown_by.hpp>
#include <support/waiting.hpp>

#include "../quiz_database.hpp"

using namespace std::chrono_literals;
using quiz::Leaderboard;

namespace {
struct Teams {
    std::int32_t id;
    std::string name;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("teams");
        using primary_key = matview::key<&Teams::id>;
        static constexpr auto definition = "SELECT id, name FROM team";
    };
};

/// A refresh in a thread of its own, on a connection of its own.
class refreshing {
public:
    explicit refreshing(const matview_test::quiz_database& quiz, std::chrono::milliseconds patience)
        : db_(quiz.database.conninfo()), thread_([this, patience] {
              try {
                  result_ = db_.refresh<Leaderboard>({.lock_timeout = patience});
              } catch (const matview::lock_timeout&) {
                  timed_out_ = true;
              }
          }) {}
    ~refreshing() { join(); }
    int pid() const { return db_.backend_pid(); }
    void join() {
        if (thread_.joinable()) thread_.join();
    }
    bool timed_out() const { return timed_out_; }
    const matview::refresh_result& result() const { return result_; }

private:
    matview::connection db_;
    matview::refresh_result result_;
    bool timed_out_ = false;
    std::thread thread_;
};
}  // namespace

TEST_CASE("facts: while a concurrent refresh is under way readers go on, a second refresh waits") {
    matview_test::quiz_database quiz;
    quiz.other.exec("BEGIN; REFRESH MATERIALIZED VIEW CONCURRENTLY leaderboard");
    CHECK_EQ(quiz.db.within({.lock_timeout = 10s}).count<Leaderboard>(), 6);
    CHECK_THROWS_AS(quiz.db.refresh_concurrently<Leaderboard>({.lock_timeout = 50ms}), matview::lock_timeout);
    CHECK_THROWS_AS(quiz.db.refresh<Leaderboard>({.lock_timeout = 50ms}), matview::lock_timeout);
    quiz.other.exec("ROLLBACK; BEGIN; REFRESH MATERIALIZED VIEW leaderboard");
    CHECK_THROWS_AS(quiz.db.within({.lock_timeout = 50ms}).count<Leaderboard>(), matview::lock_timeout);
    quiz.other.exec("COMMIT");
}

TEST_CASE("facts: a plain refresh that waits for one reader blocks all new ones, until its lock_timeout") {
    matview_test::quiz_database quiz;
    matview_test::raw_connection watcher(quiz.database.conninfo());
    quiz.other.exec("BEGIN; SELECT * FROM leaderboard");
    refreshing waits(quiz, 2s);
    matview_test::wait_until_blocked(watcher, waits.pid());
    CHECK_THROWS_AS(quiz.db.within({.lock_timeout = 50ms}).count<Leaderboard>(), matview::lock_timeout);
    waits.join();
    CHECK(waits.timed_out());
    CHECK_EQ(quiz.db.within({.lock_timeout = 10s}).count<Leaderboard>(), 6);
}

TEST_CASE("facts: a refresh shows the data as of when it started, not as of when it had its lock") {
    matview_test::quiz_database quiz;
    matview_test::raw_connection watcher(quiz.database.conninfo());
    quiz.other.exec("INSERT INTO quiz_quizresult (user_id) VALUES (7)");
    quiz.other.exec("BEGIN; SELECT * FROM leaderboard");
    refreshing waits(quiz, 10min);
    matview_test::wait_until_blocked(watcher, waits.pid());
    using microseconds = std::chrono::sys_time<std::chrono::microseconds>;
    const auto meanwhile = quiz.db.query<microseconds>("SELECT clock_timestamp()").at(0);
    watcher.exec("INSERT INTO quiz_quizresult (user_id) VALUES (8)");
    quiz.other.exec("COMMIT");
    waits.join();
    CHECK_LT(waits.result().started, meanwhile);
    CHECK_EQ(quiz.db.count<Leaderboard>(), 7);  // 7 is there, 8 is not
    CHECK_FALSE(quiz.db.exists(matview::from<Leaderboard>().filter(matview::col<&Leaderboard::user> == 8)));
}

TEST_CASE("facts: two transactions that refresh two views in opposite orders deadlock, and one can run again") {
    matview_test::quiz_database quiz;
    quiz.db.create<Teams>();
    matview_test::raw_connection watcher(quiz.database.conninfo());
    quiz.other.exec("BEGIN; SET LOCAL deadlock_timeout = '10min'; REFRESH MATERIALIZED VIEW teams");
    {
        matview::transaction tx(quiz.db);
        tx.execute("SET LOCAL deadlock_timeout = '10ms'");
        tx.refresh<Leaderboard>();
        PQsendQuery(quiz.other.native(), "REFRESH MATERIALIZED VIEW leaderboard");
        matview_test::wait_until_blocked(watcher, quiz.other.backend_pid());
        const auto e = matview_test::thrown_by<matview::transaction_conflict>([&] { tx.refresh<Teams>(); });
        CHECK_EQ(e.sqlstate(), "40P01");
        CHECK(e.retryable());
    }
    while (PGresult* result = PQgetResult(quiz.other.native())) PQclear(result);
    quiz.other.exec("COMMIT");
    matview::transaction again(quiz.db);
    again.refresh<Leaderboard>();
    again.refresh<Teams>();
    again.commit();
}

TEST_CASE("facts: LOCK TABLE takes no materialized view, an advisory lock in the refresh's transaction guards it") {
    matview_test::quiz_database quiz;
    {
        matview::transaction tx(quiz.db);
        CHECK_THROWS_AS(tx.execute("LOCK TABLE leaderboard"), matview::wrong_relation_kind);
    }
    matview::transaction tx(quiz.db);
    CHECK(tx.query<bool>("SELECT pg_try_advisory_xact_lock(4711)").at(0));
    tx.refresh<Leaderboard>();
    CHECK_EQ(quiz.other.rows("SELECT pg_try_advisory_lock(4711)")[0][0], "f");
    tx.commit();
    CHECK_EQ(quiz.other.rows("SELECT pg_try_advisory_lock(4711)")[0][0], "t");
}
