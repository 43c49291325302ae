// Time limits that the server keeps: for a connection, for single calls, within transactions; and what they leave behind, which is nothing.
#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "quiz_database.hpp"

using namespace std::chrono_literals;
using quiz::Leaderboard;
using quiz::User;

namespace {

struct Seen {
    std::int32_t one;
    std::string limits;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("seen");
        using primary_key = matview::key<&Seen::one>;
    };
};

/// "statement_timeout lock_timeout", as the server has them.
std::string limits(matview::session& db) {
    return db
        .query<std::string>("SELECT current_setting('statement_timeout') || ' ' || current_setting('lock_timeout')")
        .at(0);
}

/// It must be stopped, and leave the connection usable; the error's class is E.
template <class E> void check_stopped(matview::session& db, const std::string& sql) {
    try {
        db.execute(sql);
        FAIL("was not stopped");
    } catch (const E& e) {
        CHECK(e.retryable());
        CHECK(e.connection_usable());
        CHECK(e.query().find(sql) != std::string::npos);
    }
}

constexpr const char* endless = "SELECT pg_sleep(3600)";
constexpr const char* locked = "LOCK TABLE team";

}  // namespace

TEST_CASE("limits: of a connection") {
    matview_test::quiz_database quiz;
    matview::connection db({.conninfo = quiz.database.conninfo(), .statement_timeout = 1500ms, .lock_timeout = 100ms});
    CHECK_EQ(limits(db), "1500ms 100ms");
    check_stopped<matview::query_canceled>(db, endless);
    quiz.other.exec("BEGIN; LOCK TABLE team");
    check_stopped<matview::lock_timeout>(db, "DELETE FROM team");
    {
        matview::transaction tx(db);
        check_stopped<matview::lock_timeout>(tx, locked);
    }
    quiz.other.exec("COMMIT");
    CHECK_EQ(db.execute("DELETE FROM team"), 2);  // the same call again, with nobody in its way
    CHECK_EQ(db.query<int>("SELECT 1 FROM pg_sleep(0.01)").at(0), 1);
    CHECK_EQ(limits(db), "1500ms 100ms");
}

TEST_CASE("limits: an option wins over the connection string, and zero is no limit") {
    matview_test::quiz_database quiz;
    const std::string conninfo = quiz.database.conninfo() + " options='-c statement_timeout=77s -c lock_timeout=66s'";
    matview::connection as_given(conninfo);
    CHECK_EQ(limits(as_given), "77s 66s");
    matview::connection db({.conninfo = conninfo, .statement_timeout = 0ms, .lock_timeout = 5s});
    CHECK_EQ(limits(db), "0 5s");
    matview::bounded_session call = db.within({.statement_timeout = 7s, .lock_timeout = 0ms});
    CHECK_EQ(limits(call), "7s 0");
    CHECK_EQ(limits(db), "0 5s");
}

TEST_CASE("limits: of a call end with it, whatever becomes of it") {
    matview_test::quiz_database quiz;
    matview::connection& db = quiz.db;
    db.execute("SET statement_timeout = '33s'; SET lock_timeout = '22s'");
    matview::bounded_session limited = db.within({.statement_timeout = 150ms, .lock_timeout = 100ms});
    CHECK_EQ(limits(limited), "150ms 100ms");
    CHECK_EQ(limits(db), "33s 22s");
    check_stopped<matview::query_canceled>(limited, endless);
    CHECK_EQ(limits(db), "33s 22s");
    quiz.other.exec("BEGIN; LOCK TABLE team, auth_user");
    check_stopped<matview::lock_timeout>(limited, locked);
    CHECK_THROWS_AS(limited.fetch<User>(), matview::lock_timeout);
    CHECK_THROWS_AS(limited.count<User>(), matview::lock_timeout);
    CHECK_THROWS_AS(matview::copy_in(limited, "COPY team FROM STDIN"), matview::lock_timeout);
    CHECK_EQ(limits(db), "33s 22s");
    quiz.other.exec("COMMIT");
    CHECK_EQ(limited.fetch<User>().size(), 5);
    CHECK_EQ(limited.count<User>(), 5);
    {
        matview::copy_in load(limited, "COPY team FROM STDIN");
        load.row({"3", "green"});
        CHECK_EQ(load.finish(), 1);
    }
    {
        matview::copy_in given_up(limited, "COPY team FROM STDIN");
        given_up.row({"4", "black"});
    }
    CHECK_EQ(db.query<std::int64_t>("SELECT count(*) FROM team").at(0), 3);
    CHECK_THROWS_AS(limited.execute("SELECT 1/0"), matview::server_error);
    CHECK_THROWS_AS(limited.execute("SELECT $1::smallint", 70'000), matview::value_error);
    CHECK_THROWS_AS(limited.execute("SELECT $1::int, $2::int", 1), matview::query_error);
    CHECK_THROWS_AS(limited.execute("BEGIN"), matview::query_error);
    CHECK_THROWS_AS(limited.execute("COPY team FROM STDIN"), matview::query_error);
    CHECK_THROWS_AS(limited.execute("COPY team TO STDOUT"), matview::query_error);
    CHECK_EQ(limits(db), "33s 22s");
    // The call's limits are for the statements of the call alone, and those that it does not give stay.
    CHECK_EQ(db.within({.lock_timeout = 1s}).query<std::string>("SELECT current_setting('statement_timeout')").at(0),
             "33s");
    matview::bounded_session narrower = limited.within({.lock_timeout = 50ms});
    CHECK_EQ(limits(narrower), "150ms 50ms");
    CHECK_EQ(limits(limited), "150ms 100ms");
    CHECK_EQ(db.execute("INSERT INTO team VALUES (8, 'kept')"), 1);
    CHECK_EQ(quiz.other.rows("SELECT count(*) FROM team")[0][0], "4");
}

TEST_CASE("limits: what a limited call writes is written, or it throws") {
    matview_test::quiz_database quiz;
    quiz.other.exec("ALTER TABLE team ADD CONSTRAINT late UNIQUE (name) DEFERRABLE INITIALLY DEFERRED");
    matview::bounded_session limited = quiz.db.within({.statement_timeout = 1min});
    CHECK_EQ(limited.execute("INSERT INTO team VALUES (3, 'green')"), 1);
    CHECK_EQ(quiz.other.rows("SELECT count(*) FROM team")[0][0], "3");
    CHECK_THROWS_AS(limited.execute("INSERT INTO team VALUES (4, 'green')"), matview::server_error);  // at the commit
    CHECK_THROWS_AS(limited.execute("INSERT INTO team VALUES ($1, 'green')", 4), matview::server_error);
    CHECK_EQ(quiz.other.rows("SELECT count(*) FROM team")[0][0], "3");
    CHECK_EQ(limited.execute("INSERT INTO team VALUES ($1, 'black')", 4), 1);
    matview::transaction tx(quiz.db);  // nothing is left open
    CHECK_EQ(tx.query<std::int64_t>("SELECT count(*) FROM team").at(0), 4);
}

TEST_CASE("limits: within a transaction and a savepoint") {
    matview_test::quiz_database quiz;
    quiz.other.exec("BEGIN; LOCK TABLE team");
    matview::transaction tx(quiz.db);
    tx.execute("SET LOCAL lock_timeout = '44s'");
    CHECK_EQ(limits(tx), "0 44s");
    matview::bounded_session limited = tx.within({.statement_timeout = 30s, .lock_timeout = 100ms});
    CHECK_EQ(limits(limited), "30s 100ms");
    CHECK_EQ(limits(tx), "0 44s");
    {
        matview::savepoint attempt(tx);
        matview::bounded_session call = attempt.within({.lock_timeout = 100ms});
        check_stopped<matview::lock_timeout>(call, locked);
        attempt.rollback();
    }
    CHECK_EQ(limits(tx), "0 44s");
    {
        matview::savepoint attempt(limited);  // all of the savepoint is limited
        CHECK_EQ(limits(attempt), "30s 100ms");
        check_stopped<matview::lock_timeout>(attempt, locked);
    }
    CHECK_EQ(limits(tx), "0 44s");
    {
        matview::copy_in load(limited, "COPY auth_user FROM STDIN");
        load.row({"100", "zoe", "true", std::nullopt});
        CHECK_EQ(load.finish(), 1);
    }
    CHECK_EQ(limits(tx), "0 44s");
    check_stopped<matview::lock_timeout>(limited, locked);
    tx.rollback();
    CHECK_EQ(limits(quiz.db), "0 0");
    quiz.other.exec("COMMIT");
}

TEST_CASE("limits: of a whole transaction") {
    matview_test::quiz_database quiz;
    matview::bounded_session limited = quiz.db.within({.statement_timeout = 30s, .lock_timeout = 100ms});
    {
        matview::transaction tx(limited);
        CHECK_EQ(limits(tx), "30s 100ms");
        matview::savepoint part(tx);
        CHECK_EQ(limits(part), "30s 100ms");
        matview::bounded_session call = part.within({.lock_timeout = 7s});
        CHECK_EQ(limits(call), "30s 7s");
        CHECK_EQ(limits(part), "30s 100ms");
        part.rollback();
        CHECK_EQ(limits(tx), "30s 100ms");
        tx.execute("INSERT INTO team VALUES (3, 'green')");
        tx.commit();
    }
    CHECK_EQ(limits(quiz.db), "0 0");
    CHECK_EQ(quiz.other.rows("SELECT count(*) FROM team")[0][0], "3");
}

TEST_CASE("limits: a refresh's own win over its call's, and those over the connection's") {
    matview_test::quiz_database quiz;
    // Which limits its refresh ran with, the view says itself.
    quiz.other.exec(R"sql(
        CREATE FUNCTION limits() RETURNS text LANGUAGE sql VOLATILE AS
            $$ SELECT current_setting('statement_timeout') || ' ' || current_setting('lock_timeout') $$;
        CREATE MATERIALIZED VIEW seen AS SELECT 1 AS one, public.limits() AS limits;
        CREATE UNIQUE INDEX ON seen (one))sql");
    const auto seen = [&] { return quiz.other.rows("SELECT limits FROM seen")[0][0].value(); };
    matview::connection db({.conninfo = quiz.database.conninfo(), .statement_timeout = 41s, .lock_timeout = 42s});
    struct case_of {
        matview::call_options call;
        matview::refresh_options refresh;
        std::string expected;
    };
    const case_of cases[] = {{{}, {}, "41s 42s"},
                             {{.statement_timeout = 31s}, {}, "31s 42s"},
                             {{.lock_timeout = 32s}, {.statement_timeout = 21s}, "21s 32s"},
                             {{.statement_timeout = 31s, .lock_timeout = 32s}, {.lock_timeout = 22s}, "31s 22s"},
                             {{}, {.lock_timeout = 22s, .statement_timeout = 0s}, "0 22s"}};
    for (const case_of& one : cases) {
        CAPTURE(one.expected);
        db.within(one.call).refresh<Seen>(one.refresh);
        CHECK_EQ(seen(), one.expected);
        CHECK_EQ(limits(db), "41s 42s");
        matview::transaction tx(db);
        tx.within(one.call).refresh_concurrently<Seen>(one.refresh);
        CHECK_EQ(tx.get<Seen>(1).limits, one.expected);
        CHECK_EQ(limits(tx), "41s 42s");
    }
    CHECK_THROWS_AS(db.refresh<Seen>({.statement_timeout = -1ms}), matview::value_error);
    CHECK_THROWS_AS(db.refresh<Seen>({.lock_timeout = std::chrono::milliseconds::max()}), matview::value_error);
}

TEST_CASE("limits: those that make no sense are refused") {
    matview_test::quiz_database quiz;
    for (const auto wrong : {std::chrono::milliseconds(-1), std::chrono::milliseconds::max()}) {
        CHECK_THROWS_AS(quiz.db.within({.statement_timeout = wrong}), matview::value_error);
        CHECK_THROWS_AS(quiz.db.within({.lock_timeout = wrong}), matview::value_error);
    }
    CHECK_EQ(limits(quiz.db), "0 0");
}

TEST_CASE("limits: so short that they may stop anything leave nothing open") {
    matview_test::quiz_database quiz;
    matview::bounded_session hasty = quiz.db.within({.statement_timeout = 1ms});
    int written = 0;
    for (int i = 0; i < 300; ++i) {
        try {
            if (i % 3 == 0) {
                written += static_cast<int>(hasty.execute("INSERT INTO team VALUES ($1, 'x')", 1000 + i));
            } else if (i % 3 == 1) {
                matview::transaction tx(hasty);
                const auto added = static_cast<int>(tx.execute("INSERT INTO team VALUES ($1, 'x')", 1000 + i));
                tx.commit();
                written += added;
            } else {
                hasty.refresh_concurrently<Leaderboard>();
            }
        } catch (const matview::query_canceled&) {
            continue;
        } catch (const matview::server_error& e) {
            FAIL(e.what());
        }
    }
    matview::transaction tx(quiz.db);
    CHECK_EQ(tx.query<std::int64_t>("SELECT count(*) FROM team WHERE id >= 1000").at(0), written);
    CHECK_EQ(limits(tx), "0 0");
}
