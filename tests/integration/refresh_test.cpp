// Refreshing, with real locks, rights and faults.
#include <doctest/doctest.h>

#include <thread>

#include <support/thrown_by.hpp>
#include "quiz_database.hpp"

using namespace std::chrono_literals;
using quiz::Leaderboard;

namespace {

struct Yesterday {
    std::int32_t one;
    matview::numeric offset_hours;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("zone_of_refresh");
        using primary_key = matview::key<&Yesterday::one>;
        static constexpr auto definition = "SELECT 1 AS one, extract(timezone_hour FROM now()) AS offset_hours";
    };
};
struct Duplicates {
    std::int32_t k;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("duplicates");
        using primary_key = matview::key<&Duplicates::k>;
        static constexpr auto definition = "SELECT k FROM duplicate_source";
    };
};
struct Child {
    std::int64_t user_id;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("child");
        static constexpr auto definition = "SELECT user_id FROM leaderboard";
    };
};
struct Grandchild {
    std::int64_t user_id;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("grandchild");
    };
};
struct Slow {
    std::int32_t one;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("slow");
        static constexpr auto definition = "SELECT 1 AS one FROM pg_sleep(0.3)";
    };
};
struct TableCalledView {
    std::int64_t id;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("team");
    };
};

}  // namespace

TEST_CASE("both kinds bring the view up to date and say what they did") {
    matview_test::quiz_database quiz;
    quiz.other.exec("INSERT INTO quiz_quizresult (user_id) VALUES (7)");
    const auto before =
        quiz.db.query<std::chrono::sys_time<std::chrono::microseconds>>("SELECT clock_timestamp()").at(0);
    const auto plain = quiz.db.refresh<Leaderboard>();
    const auto after =
        quiz.db.query<std::chrono::sys_time<std::chrono::microseconds>>("SELECT clock_timestamp()").at(0);
    CHECK_EQ(quiz.db.count<Leaderboard>(), 7);
    CHECK_EQ(plain.view, "leaderboard");
    CHECK_FALSE(plain.concurrently);
    CHECK(plain.started >= before);
    CHECK(plain.started <= after);
    CHECK(plain.worked > 0us);
    quiz.other.exec("DELETE FROM quiz_quizresult WHERE user_id = 1");
    const auto concurrent = quiz.db.refresh_concurrently<Leaderboard>();
    CHECK(concurrent.concurrently);
    CHECK_EQ(quiz.db.count<Leaderboard>(), 6);
}

TEST_CASE("a lock that is not had in time") {
    matview_test::quiz_database quiz;
    quiz.other.exec("BEGIN; SELECT * FROM leaderboard");  // a reader idle in its transaction
    try {
        quiz.db.refresh<Leaderboard>({.lock_timeout = 100ms});
        FAIL("refreshed under a reader's lock");
    } catch (const matview::lock_timeout& e) {
        CHECK_EQ(e.sqlstate(), "55P03");
        CHECK(e.retryable());
        CHECK(e.connection_usable());
    }
    CHECK_EQ(quiz.db.query<std::string>("SELECT current_setting('lock_timeout')").at(0), "0");
    quiz.db.refresh_concurrently<Leaderboard>({.lock_timeout = 2s});  // is not blocked by readers
    quiz.other.exec("COMMIT");
    quiz.db.refresh<Leaderboard>({.lock_timeout = 2s});
}

TEST_CASE("how long it waited for the lock is told apart from its work") {
    matview_test::quiz_database quiz;
    quiz.db.create<Slow>();
    for (const bool concurrently : {false, true}) {
        CAPTURE(concurrently);
        quiz.other.exec(concurrently ? "BEGIN; REFRESH MATERIALIZED VIEW leaderboard"
                                     : "BEGIN; SELECT * FROM leaderboard");
        std::thread holder([&] {
            std::this_thread::sleep_for(700ms);
            quiz.other.exec("COMMIT");
        });
        const auto result = concurrently ? quiz.db.refresh_concurrently<Leaderboard>() : quiz.db.refresh<Leaderboard>();
        holder.join();
        CHECK(result.wait_measured);
        CHECK(result.waited > 400ms);
        CHECK(result.worked < result.waited);
    }
    const auto slow = quiz.db.refresh<Slow>();
    CHECK(slow.worked >= 300ms);
    CHECK_EQ(slow.waited, 0us);
}

TEST_CASE("where no second connection is to be had, the refresh goes on and says that its wait is not known") {
    matview_test::quiz_database quiz;
    matview_test::test_role owner(quiz.database, "CONNECTION LIMIT 1");
    quiz.other.exec("GRANT CREATE ON SCHEMA public TO " + owner.name() + "; GRANT SELECT ON quiz_quizresult TO " +
                    owner.name() + "; ALTER MATERIALIZED VIEW leaderboard OWNER TO " + owner.name());
    matview::connection only_one(quiz.database.conninfo(owner));
    quiz.other.exec("BEGIN; SELECT * FROM leaderboard");
    std::thread holder([&] {
        std::this_thread::sleep_for(200ms);
        quiz.other.exec("COMMIT");
    });
    const auto result = only_one.refresh<Leaderboard>();
    holder.join();
    CHECK_FALSE(result.wait_measured);
    CHECK_EQ(result.waited, 0us);
    CHECK(result.worked > 100ms);
}

TEST_CASE("a refresh that takes too long is stopped") {
    matview_test::quiz_database quiz;
    quiz.db.create<Slow>();
    try {
        quiz.db.refresh<Slow>({.statement_timeout = 50ms});
        FAIL("was not stopped");
    } catch (const matview::query_canceled& e) {
        CHECK_EQ(e.sqlstate(), "57014");
        CHECK(e.retryable());
    }
    CHECK_EQ(quiz.db.query<std::string>("SELECT current_setting('statement_timeout')").at(0), "0");
    CHECK_EQ(quiz.db.count<Slow>(), 1);
    CHECK_THROWS_AS(quiz.db.refresh<Slow>({.lock_timeout = -1ms}), matview::value_error);
}

TEST_CASE("the time zone of a refresh is the one asked for, for its duration") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("SET TimeZone = 'UTC'");
    db.create<Yesterday>();
    const auto hours = [&] { return db.get<Yesterday>(1).offset_hours; };
    CHECK_EQ(hours(), matview::numeric(0));
    db.refresh<Yesterday>({.time_zone = "Pacific/Kiritimati"});
    CHECK_EQ(hours(), matview::numeric(14));
    db.refresh_concurrently<Yesterday>({.time_zone = "Etc/GMT+9"});
    CHECK_EQ(hours(), matview::numeric(-9));
    CHECK_EQ(db.query<std::string>("SELECT current_setting('TimeZone')").at(0), "UTC");
    CHECK_THROWS_AS(db.refresh<Yesterday>({.time_zone = "Nowhere/Land"}), matview::server_error);
    CHECK_EQ(db.query<std::string>("SELECT current_setting('TimeZone')").at(0), "UTC");
}

TEST_CASE("within a transaction it is a part of it, settings come back, failures do no harm") {
    matview_test::quiz_database quiz;
    quiz.other.exec("INSERT INTO quiz_quizresult (user_id) VALUES (7)");
    {
        matview::transaction tx(quiz.db);
        tx.execute("SET LOCAL lock_timeout = '7s'");
        tx.refresh<Leaderboard>({.lock_timeout = 3s, .time_zone = "Asia/Tokyo"});
        CHECK_EQ(tx.query<std::string>("SELECT current_setting('lock_timeout')").at(0), "7s");
        CHECK_EQ(tx.count<Leaderboard>(), 7);
        CHECK_THROWS_AS(tx.refresh<TableCalledView>(), matview::wrong_relation_kind);
        CHECK_EQ(tx.count<Leaderboard>(), 7);
        CHECK_EQ(tx.query<std::string>("SELECT current_setting('lock_timeout')").at(0), "7s");
    }
    CHECK_EQ(quiz.db.count<Leaderboard>(), 6);  // rolled back
}

TEST_CASE("what cannot be refreshed says why, and what to do") {
    matview_test::quiz_database quiz(false);
    CHECK_THROWS_WITH_AS(quiz.db.refresh<Leaderboard>(), doctest::Contains("db.create<Leaderboard>()"),
                         matview::undefined_relation);
    CHECK_THROWS_WITH_AS(quiz.db.refresh<TableCalledView>(), doctest::Contains("team is a table"),
                         matview::wrong_relation_kind);
    quiz.db.create<Leaderboard>({.with_data = false});
    CHECK_THROWS_WITH_AS(quiz.db.refresh_concurrently<Leaderboard>(),
                         doctest::Contains("db.refresh<Leaderboard>() once"), matview::not_populated);
    quiz.db.execute("CREATE MATERIALIZED VIEW child AS SELECT user_id FROM leaderboard WITH NO DATA");
    CHECK_THROWS_WITH_AS(quiz.db.refresh<Child>(), doctest::Contains("refresh that one first"), matview::not_populated);
    quiz.db.refresh<Leaderboard>();
    quiz.db.refresh<Child>();
    CHECK_THROWS_AS(quiz.db.refresh_concurrently<Child>(), matview::no_usable_unique_index);
    quiz.other.exec("DROP INDEX leaderboard_user_id_idx");
    try {
        quiz.db.refresh_concurrently<Leaderboard>();
        FAIL("refreshed concurrently without a unique index");
    } catch (const matview::no_usable_unique_index& e) {
        CHECK_EQ(e.sqlstate(), "55000");
        quiz.db.execute(e.hint());  // the exact CREATE INDEX
    }
    quiz.db.refresh_concurrently<Leaderboard>();
}

TEST_CASE("where data is missing, the error names the view that holds none, be it another one") {
    matview_test::quiz_database quiz;
    quiz.other.exec(R"sql(CREATE MATERIALIZED VIEW "Beside it" AS SELECT 1 AS one;
        CREATE VIEW between AS SELECT user_id FROM leaderboard, "Beside it";
        CREATE MATERIALIZED VIEW child AS SELECT user_id FROM between; CREATE UNIQUE INDEX ON child (user_id);
        CREATE MATERIALIZED VIEW grandchild AS SELECT user_id FROM child; CREATE UNIQUE INDEX ON grandchild (user_id);
        REFRESH MATERIALIZED VIEW leaderboard WITH NO DATA)sql");
    const auto check = [&](const matview::not_populated& failure) {
        CHECK_EQ(failure.sqlstate(), "55000");
        CHECK_EQ(failure.hint(), "the definition reads leaderboard, which holds no data yet: refresh that one first");
    };
    check(matview_test::thrown_by<matview::not_populated>([&] { quiz.db.refresh_concurrently<Child>(); }));
    check(matview_test::thrown_by<matview::not_populated>([&] { quiz.db.refresh<Child>(); }));
    quiz.db.refresh<Grandchild>();  // reads the rows that child has, and not what that reads
    quiz.other.exec("REFRESH MATERIALIZED VIEW \"Beside it\" WITH NO DATA");
    CHECK_THROWS_WITH_AS(quiz.db.refresh<Child>(), doctest::Contains("leaderboard, \"Beside it\", which hold no data"),
                         matview::not_populated);
    CHECK_THROWS_WITH_AS(quiz.db.refresh_concurrently<Leaderboard>(),
                         doctest::Contains("leaderboard holds no data yet: db.refresh<Leaderboard>() once"),
                         matview::not_populated);
    quiz.other.exec(R"sql(CREATE FUNCTION hidden() RETURNS SETOF bigint LANGUAGE plpgsql AS
        $$ BEGIN RETURN QUERY SELECT user_id FROM public.leaderboard; END $$;
        DROP MATERIALIZED VIEW grandchild; CREATE MATERIALIZED VIEW grandchild AS SELECT hidden() AS user_id WITH NO DATA)sql");
    CHECK_THROWS_WITH_AS(quiz.db.refresh<Grandchild>(), doctest::Contains("that a function in the definition reads"),
                         matview::not_populated);
}

TEST_CASE("rows that are not unique") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("CREATE TABLE duplicate_source (k int); INSERT INTO duplicate_source VALUES (1), (2)");
    db.create<Duplicates>();
    db.execute("INSERT INTO duplicate_source VALUES (2)");
    CHECK_THROWS_AS(db.refresh_concurrently<Duplicates>(), matview::duplicate_rows);
    CHECK_THROWS_AS(db.refresh<Duplicates>(), matview::duplicate_rows);
    CHECK_EQ(db.count<Duplicates>(), 2);
}

TEST_CASE("who may not refresh") {
    matview_test::quiz_database quiz;
    matview_test::test_role reader(quiz.database);
    quiz.other.exec("GRANT SELECT ON leaderboard TO " + reader.name());
    matview::connection as_reader(quiz.database.conninfo(reader));
    try {
        as_reader.refresh<Leaderboard>();
        FAIL("refreshed another's view");
    } catch (const matview::insufficient_privilege& e) {
        CHECK_EQ(e.sqlstate(), "42501");
        CHECK(e.hint().find("owner") != std::string::npos);
    }
    CHECK_EQ(as_reader.count<Leaderboard>(), 6);
    CHECK_THROWS_AS(as_reader.fetch<quiz::User>(), matview::insufficient_privilege);
}

TEST_CASE("a cursor of the same session is in the way") {
    matview_test::quiz_database quiz;
    matview::transaction tx(quiz.db);
    tx.execute("DECLARE c CURSOR FOR SELECT * FROM leaderboard; FETCH 1 FROM c");
    try {
        tx.refresh<Leaderboard>();
        FAIL("refreshed under an open cursor");
    } catch (const matview::server_error& e) {
        CHECK_EQ(e.sqlstate(), "55006");
        CHECK(e.hint().find("cursor") != std::string::npos);
    }
    tx.execute("CLOSE c");
    tx.refresh<Leaderboard>();
}

TEST_CASE("refreshing shows rows committed before it started, whatever the default isolation") {
    matview_test::quiz_database quiz;
    quiz.db.execute("SET default_transaction_isolation = 'serializable'");
    quiz.other.exec("INSERT INTO quiz_quizresult (user_id) VALUES (8)");
    quiz.db.refresh<Leaderboard>();
    CHECK_EQ(quiz.db.count<Leaderboard>(), 7);
}
