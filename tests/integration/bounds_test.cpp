// Every wait has a bound: connecting, a silent server, statements, locks; for a connection, for a call, for a refresh.
#include <doctest/doctest.h>

#include <chrono>

#include <support/chaos_proxy.hpp>
#include <support/deaf_listener.hpp>
#include <support/private_server.hpp>
#include <support/thrown_by.hpp>

#include "quiz_database.hpp"

using namespace std::chrono_literals;
using matview::call_options;
using matview::connection_options;
using matview_test::deaf_listener;
using matview_test::quiz_database;
using matview_test::thrown_by;
using quiz::Leaderboard;

namespace {

/// Holds the view's lock from another session, as a refresh in an open transaction does.
class held_lock {
public:
    explicit held_lock(quiz_database& quiz) : quiz_(quiz) {
        quiz.other.exec("BEGIN; REFRESH MATERIALIZED VIEW leaderboard");
    }
    ~held_lock() { quiz_.other.exec("ROLLBACK"); }
    held_lock(const held_lock&) = delete;

private:
    quiz_database& quiz_;
};

std::string setting(matview::session& db, const std::string& name) {
    return db.query<std::string>("SELECT pg_catalog.current_setting($1)", name).at(0);
}

template <class F> std::chrono::steady_clock::duration time_of(F&& f) {
    const auto begun = std::chrono::steady_clock::now();
    f();
    return std::chrono::steady_clock::now() - begun;
}

/// Runs until it is stopped.
void run_for_ever(matview::session& db) { db.query<int>("SELECT 1 FROM pg_sleep(600)"); }

}  // namespace

TEST_CASE("connecting to what never answers ends") {
    const deaf_listener listener(deaf_listener::kind::says_nothing);
    const std::string at = "host=127.0.0.1 port=" + std::to_string(listener.port());
    for (const connection_options& options :
         {connection_options{.conninfo = at, .connect_timeout = 200ms},
          connection_options{.conninfo = at + " connect_timeout=1"},
          connection_options{.conninfo = at + " connect_timeout=600", .connect_timeout = 200ms}}) {
        CAPTURE(options.conninfo);
        const auto took = time_of([&] {
            const auto e = thrown_by<matview::connection_error>([&] { matview::connection db(options); });
            CHECK(e.retryable());
            CHECK_FALSE(e.connection_usable());
            CHECK_NE(e.message().find("127.0.0.1"), std::string::npos);
            CHECK_NE(e.hint().find("connect_timeout"), std::string::npos);
        });
        CHECK_GE(took, 200ms);
        CHECK_LT(took, 30s);
    }
}

TEST_CASE("a dead host among several is passed over, and all dead ones end") {
    const deaf_listener dead(deaf_listener::kind::says_nothing);
    const matview_test::private_server server;
    const matview::connection db(connection_options{.conninfo = "host=127.0.0.1," + server.directory().string() +
                                                                " port=" + std::to_string(dead.port()) +
                                                                ",5432 user=postgres dbname=postgres",
                                                    .connect_timeout = 4s});
    CHECK(db.usable());
    CHECK_LT(time_of([&] {
                 const auto e = thrown_by<matview::connection_error>([&] {
                     matview::connection none(
                         connection_options{.conninfo = "host=127.0.0.1,127.0.0.1 port=" + std::to_string(dead.port()) +
                                                        "," + std::to_string(dead.port()),
                                            .connect_timeout = 4s});
                 });
                 CHECK(e.retryable());
             }),
             60s);
}

TEST_CASE("limits of a connection stop statements and waits for locks") {
    quiz_database quiz;
    const held_lock lock(quiz);
    matview::connection db(
        connection_options{.conninfo = quiz.database.conninfo(), .statement_timeout = 5s, .lock_timeout = 100ms});
    CHECK_EQ(setting(db, "statement_timeout"), "5s");
    CHECK_EQ(setting(db, "lock_timeout"), "100ms");
    const auto e = thrown_by<matview::lock_timeout>([&] { db.fetch<Leaderboard>(); });
    CHECK_EQ(e.sqlstate(), "55P03");
    CHECK(e.retryable());
    CHECK(e.connection_usable());
    CHECK_EQ(db.query<int>("SELECT 1").at(0), 1);

    matview::connection brief(connection_options{.conninfo = quiz.database.conninfo(), .statement_timeout = 100ms});
    const auto stopped = thrown_by<matview::query_canceled>([&] { run_for_ever(brief); });
    CHECK_EQ(stopped.sqlstate(), "57014");
    CHECK(stopped.retryable());
    CHECK(stopped.connection_usable());
    CHECK_EQ(brief.query<int>("SELECT 1").at(0), 1);
}

TEST_CASE("within limits single calls, and leaves nothing behind") {
    quiz_database quiz;
    matview::connection& db = quiz.db;
    const std::string before = setting(db, "statement_timeout");
    const call_options brief{.statement_timeout = 100ms};
    const call_options hasty{.lock_timeout = 100ms};

    thrown_by<matview::query_canceled>([&] {
        auto bounded = db.within(brief);
        run_for_ever(bounded);
    });
    CHECK_EQ(setting(db, "statement_timeout"), before);
    {
        auto bounded = db.within(brief);
        CHECK_EQ(setting(bounded, "statement_timeout"), "100ms");
        CHECK_EQ(bounded.fetch<Leaderboard>().size(), 6);
        CHECK_EQ(bounded.execute("DELETE FROM quiz_quizresult WHERE user_id = $1", 3), 1);
        auto twice = bounded.within({.lock_timeout = 70ms});
        CHECK_EQ(setting(twice, "statement_timeout"), "100ms");
        CHECK_EQ(setting(twice, "lock_timeout"), "70ms");
        // As it is for the connection, seen while the bounded session lives.
        CHECK_EQ(setting(db, "statement_timeout"), before);
    }
    CHECK_EQ(db.query<std::int64_t>("SELECT count(*) FROM quiz_quizresult WHERE user_id = 3").at(0), 0);
    CHECK_EQ(setting(db, "lock_timeout"), "0");

    const held_lock lock(quiz);
    thrown_by<matview::lock_timeout>([&] { db.within(hasty).fetch<Leaderboard>(); });
    thrown_by<matview::lock_timeout>([&] { db.within(hasty).count<Leaderboard>(); });
    thrown_by<matview::lock_timeout>([&] { db.within(hasty).refresh<Leaderboard>(); });
    CHECK_EQ(setting(db, "lock_timeout"), "0");
}

TEST_CASE("within a transaction and a savepoint limits are set, and set back") {
    quiz_database quiz;
    matview::transaction tx(quiz.db);
    tx.execute("SET LOCAL statement_timeout = '77s'");
    CHECK_EQ(tx.within({.statement_timeout = 5s}).fetch<Leaderboard>().size(), 6);
    CHECK_EQ(setting(tx, "statement_timeout"), "77s");
    {
        matview::savepoint part(tx);
        thrown_by<matview::query_canceled>([&] {
            auto bounded = part.within({.statement_timeout = 100ms});
            run_for_ever(bounded);
        });
        part.rollback();
    }
    CHECK_EQ(setting(tx, "statement_timeout"), "77s");
    CHECK_EQ(tx.count<Leaderboard>(), 6);
    tx.commit();

    auto limited = quiz.db.within({.statement_timeout = 9s, .lock_timeout = 8s});
    matview::transaction inside(limited);
    CHECK_EQ(setting(inside, "statement_timeout"), "9s");
    CHECK_EQ(setting(inside, "lock_timeout"), "8s");
    inside.rollback();
    CHECK_EQ(setting(quiz.db, "statement_timeout"), "0");
}

TEST_CASE("a refresh's own limits win over the call's, and these over the connection's") {
    quiz_database quiz;
    const held_lock lock(quiz);
    matview::connection db(connection_options{.conninfo = quiz.database.conninfo(), .lock_timeout = 600s});
    CHECK_LT(
        time_of([&] { thrown_by<matview::lock_timeout>([&] { db.refresh<Leaderboard>({.lock_timeout = 100ms}); }); }),
        60s);
    auto bounded = db.within({.lock_timeout = 100ms});
    CHECK_LT(time_of([&] { thrown_by<matview::lock_timeout>([&] { bounded.refresh<Leaderboard>(); }); }), 60s);
    auto patient = db.within({.lock_timeout = 600s});
    CHECK_LT(
        time_of([&] {
            thrown_by<matview::query_canceled>([&] { patient.refresh<Leaderboard>({.statement_timeout = 100ms}); });
        }),
        60s);
    CHECK_EQ(setting(db, "lock_timeout"), "10min");
}

TEST_CASE("a server that stays silent is given up") {
    quiz_database quiz;
    matview::connection db(connection_options{.conninfo = quiz.database.conninfo(), .response_timeout = 200ms});
    CHECK_EQ(db.fetch<Leaderboard>().size(), 6);
    CHECK_LT(time_of([&] {
                 const auto e = thrown_by<matview::connection_error>([&] { run_for_ever(db); });
                 CHECK_FALSE(e.connection_usable());
                 CHECK(e.retryable());
                 CHECK_NE(e.hint().find("response_timeout"), std::string::npos);
             }),
             30s);
    CHECK_FALSE(db.usable());
    thrown_by<matview::connection_error>([&] { db.fetch<Leaderboard>(); });
}

TEST_CASE("a refresh may be silent for as long as its statement_timeout allows") {
    quiz_database quiz(false);
    quiz.other.exec(
        "CREATE MATERIALIZED VIEW leaderboard AS SELECT 1::bigint AS user_id, 2::bigint AS quizzes_played, "
        "3 AS best_score FROM pg_sleep(0.5)");
    matview::connection db(connection_options{.conninfo = quiz.database.conninfo(), .response_timeout = 100ms});
    CHECK_GE(db.refresh<Leaderboard>({.statement_timeout = 60s}).worked, 400ms);
    CHECK(db.usable());
}

TEST_CASE("a refresh that a call's statement_timeout limits is given up when the server falls silent beyond it") {
    const matview_test::private_server server;
    matview_test::chaos_proxy proxy(server.directory().string() + "/.s.PGSQL.5432");
    matview::connection(server.conninfo())
        .execute(
            "CREATE MATERIALIZED VIEW leaderboard AS SELECT 1::bigint AS user_id, 2::bigint AS quizzes_played, "
            "3 AS best_score");
    const std::string at = "host=127.0.0.1 user=postgres dbname=postgres port=" + std::to_string(proxy.port());
    matview::connection(at).within({.statement_timeout = 1s}).refresh<Leaderboard>();
    // The last byte of that conversation, which is behind the refresh's answer: stalled before it, the answer of COMMIT is missing, or more.
    for (const std::size_t missing : {10U, 40U, 80U}) {
        CAPTURE(missing);
        const std::size_t whole = proxy.passed(matview_test::direction::to_client);
        matview::connection(at).within({.statement_timeout = 1s}).refresh<Leaderboard>();
        const std::size_t one = proxy.passed(matview_test::direction::to_client) - whole;
        proxy.set_plan({matview_test::fault::stall, matview_test::direction::to_client, one - missing});
        matview::connection db(connection_options{.conninfo = at, .response_timeout = 200ms});
        CHECK_LT(time_of([&] {
                     const auto e = thrown_by<matview::connection_error>(
                         [&] { db.within({.statement_timeout = 1s}).refresh<Leaderboard>(); });
                     CHECK_FALSE(e.connection_usable());
                 }),
                 30s);
        proxy.set_plan({});
    }
}

TEST_CASE("negative limits are refused before anything is done") {
    quiz_database quiz;
    const std::string at = quiz.database.conninfo();
    for (const connection_options& options : {connection_options{.conninfo = at, .connect_timeout = -1ms},
                                              connection_options{.conninfo = at, .tcp_user_timeout = -1ms},
                                              connection_options{.conninfo = at, .response_timeout = -1ms},
                                              connection_options{.conninfo = at, .statement_timeout = -1ms},
                                              connection_options{.conninfo = at, .lock_timeout = -1ms}})
        thrown_by<matview::value_error>([&] { matview::connection db(options); });
    thrown_by<matview::value_error>([&] { quiz.db.within({.statement_timeout = -1ms}); });
    thrown_by<matview::value_error>([&] { quiz.db.within({.lock_timeout = -1ms}); });
    thrown_by<matview::value_error>([&] { quiz.db.refresh<Leaderboard>({.lock_timeout = -1ms}); });
}
