// matview::pool: what is undone when a connection comes back.
#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include <support/counted_server.hpp>

#include "db/link.hpp"
#include "quiz_database.hpp"

using namespace std::chrono_literals;
using matview::pool;
using matview::pool_reset;
using quiz::User;

namespace {

int pid_of(matview::session& on) { return on.query<int>("SELECT pg_backend_pid()").at(0); }

matview::connection_options to(const std::string& conninfo) { return {.conninfo = conninfo}; }

void exec(matview::session& on, const char* sql) { static_cast<void>(on.execute(sql)); }

}  // namespace

TEST_CASE("pool: no transaction is handed on") {
    matview_test::quiz_database quiz(false);
    pool db(to(quiz.database.conninfo()), {.max_size = 1, .pool_timeout = 2s, .reset = pool_reset::rollback});
    const int pid = pid_of(db);
    exec(db, "BEGIN");
    CHECK_EQ(PQtransactionStatus(db.lease()->raw()), PQTRANS_IDLE);
    exec(db, "BEGIN; INSERT INTO team VALUES (3, 'green')");
    CHECK_EQ(db.query<int>("SELECT count(*)::int FROM team").at(0), 2);
    CHECK_THROWS_AS(exec(db, "BEGIN; SELECT 1/0"), matview::server_error);
    CHECK_EQ(db.query<int>("SELECT count(*)::int FROM team").at(0), 2);
    {
        matview::connection one = db.take();
        one.execute("BEGIN");
        one.execute("INSERT INTO team VALUES (3, 'green')");
        CHECK_THROWS_AS(exec(one, "SELECT 1/0"), matview::server_error);
    }
    CHECK_EQ(db.query<int>("SELECT count(*)::int FROM team").at(0), 2);
    {
        matview::copy_in abandoned(db, "COPY team (id, name) FROM STDIN");
        abandoned.row({"4", "pink"});
    }
    CHECK_EQ(db.query<int>("SELECT count(*)::int FROM team").at(0), 2);
    CHECK_EQ(pid_of(db), pid);
}

TEST_CASE("pool: what is in the midst of a COPY is closed") {
    matview_test::quiz_database quiz(false);
    pool db(to(quiz.database.conninfo()), {.max_size = 1, .pool_timeout = 2s});
    const int pid = pid_of(db);
    {
        matview::connection one = db.take();
        PQclear(PQexec(one.lease()->raw(), "COPY team FROM STDIN"));
        REQUIRE_EQ(PQtransactionStatus(one.lease()->raw()), PQTRANS_ACTIVE);
    }
    CHECK_EQ(db.size(), 0);
    CHECK_NE(pid_of(db), pid);
}

TEST_CASE("pool: what SQL of one's own changes in the session is undone") {
    matview_test::quiz_database quiz(false);
    quiz.other.exec("CREATE ROLE matview_pool_role; GRANT matview_pool_role TO CURRENT_USER");
    struct drop_role {
        matview_test::raw_connection& on;
        ~drop_role() { on.exec("DROP ROLE matview_pool_role"); }
    } const after{quiz.other};
    matview::connection_options options = to(quiz.database.conninfo());
    options.statement_timeout = 55s;
    options.time_zone = "Asia/Tokyo";
    pool db(options, {.max_size = 1});
    const int pid = pid_of(db);
    const std::string user = db.query<std::string>("SELECT current_user::text").at(0);
    db.fetch<User>();
    const auto statements = [&] {
        return db
            .query<int>("SELECT count(*)::int FROM pg_prepared_statements WHERE statement LIKE 'SELECT t0%auth_user%'")
            .at(0);
    };
    REQUIRE_EQ(statements(), 1);

    exec(db, "SET work_mem = '77MB'");
    CHECK_NE(db.query<std::string>("SHOW work_mem").at(0), "77MB");
    exec(db, "SET statement_timeout = 7777; SET TimeZone = 'Europe/Berlin'");
    exec(db, "RESET ALL");
    CHECK_EQ(db.query<std::string>("SHOW statement_timeout").at(0), "55s");
    CHECK_EQ(db.query<std::string>("SHOW TimeZone").at(0), "Asia/Tokyo");
    exec(db, "SET ROLE matview_pool_role");
    CHECK_EQ(db.query<std::string>("SELECT current_user::text").at(0), user);
    exec(db, "LISTEN news");
    CHECK(db.query<std::string>("SELECT pg_listening_channels()").empty());
    exec(db, "CREATE TEMPORARY TABLE mine AS SELECT 1 AS x");
    CHECK_FALSE(db.query<bool>("SELECT to_regclass('pg_temp.mine') IS NOT NULL").at(0));
    exec(db, "SELECT 1 AS x INTO TEMPORARY mine");
    CHECK_FALSE(db.query<bool>("SELECT to_regclass('pg_temp.mine') IS NOT NULL").at(0));
    exec(db, "BEGIN; DECLARE c CURSOR WITH HOLD FOR SELECT 1; COMMIT");
    CHECK_EQ(db.query<int>("SELECT count(*)::int FROM pg_cursors WHERE name = 'c'").at(0), 0);
    exec(db, "DO $$ BEGIN PERFORM pg_advisory_lock(7); END $$");
    CHECK_EQ(quiz.other.rows("SELECT pg_try_advisory_lock(7)")[0][0], "t");
    exec(db, "SET search_path = nowhere");
    CHECK_EQ(db.fetch<User>().size(), 5);
    {
        matview::transaction tx(db);
        tx.execute("SET work_mem = '77MB'");
        tx.commit();
    }
    CHECK_NE(db.query<std::string>("SHOW work_mem").at(0), "77MB");
    {
        matview::pipeline several = db.pipeline();
        auto rows = several.count<User>();
        auto set = several.execute("SET work_mem = '77MB'");
        auto locked = several.query<std::string>("SELECT pg_advisory_lock(8)::text");
        several.run();
        CHECK_EQ(rows.get(), 5);
    }
    CHECK_NE(db.query<std::string>("SHOW work_mem").at(0), "77MB");
    CHECK_EQ(quiz.other.rows("SELECT pg_try_advisory_lock(8)")[0][0], "t");
    CHECK_EQ(statements(), 1);  // none of this has cost them

    exec(db, "PREPARE p AS SELECT 1");
    CHECK_EQ(db.query<int>("SELECT count(*)::int FROM pg_prepared_statements WHERE name = 'p'").at(0), 0);
    CHECK_EQ(db.fetch<User>().size(), 5);
    CHECK_EQ(db.query<std::string>("SHOW statement_timeout").at(0), "55s");
    CHECK_EQ(pid_of(db), pid);
}

TEST_CASE("pool: what functions and procedures change is undone where the SQL names them") {
    matview_test::quiz_database quiz(false);
    quiz.other.exec(
        "CREATE PROCEDURE change(INOUT x int) LANGUAGE plpgsql AS $$ BEGIN SET work_mem = '77MB'; x := x + 1; END $$");
    pool db(to(quiz.database.conninfo()), {.max_size = 1});
    const auto is_free = [&] {
        const bool got = quiz.other.rows("SELECT pg_try_advisory_lock(7)")[0][0] == "t";
        if (got) quiz.other.exec("SELECT pg_advisory_unlock(7)");
        return got;
    };
    CHECK_EQ(db.query<int>("CALL change($1)", 1).at(0), 2);  // answers with a row
    CHECK_NE(db.query<std::string>("SHOW work_mem").at(0), "77MB");
    CHECK_EQ(db.query<std::string>("SELECT set_config('work_mem', $1, false)", "77MB").at(0), "77MB");
    CHECK_NE(db.query<std::string>("SHOW work_mem").at(0), "77MB");
    exec(db, "SELECT pg_advisory_lock(7)");
    CHECK(is_free());
    CHECK(db.query<bool>("SELECT Pg_Try_Advisory_Lock_Shared(7)").at(0));
    CHECK(is_free());
    // A lock is kept by the session though its statement fails.
    CHECK_THROWS_AS(exec(db, "SELECT 1 / (count(*) - 1) FROM (SELECT pg_advisory_lock(7) OFFSET 0) AS held"),
                    matview::server_error);
    CHECK(is_free());
    CHECK_THROWS_AS(exec(db, "DO $$ BEGIN PERFORM pg_advisory_lock(7); RAISE 'after all'; END $$"),
                    matview::server_error);
    CHECK(is_free());
}

TEST_CASE("pool: notifications that nobody fetched are not kept for the next user") {
    matview_test::quiz_database quiz(false);
    pool db(to(quiz.database.conninfo()), {.max_size = 1});
    exec(db, "LISTEN news; NOTIFY news, 'something'");
    matview::connection next = db.take();
    PGnotify* kept = PQnotifies(next.lease()->raw());
    CHECK_EQ(kept, nullptr);
    PQfreemem(kept);
}

TEST_CASE("pool: how much is undone is an option") {
    matview_test::quiz_database quiz(false);
    pool thorough(to(quiz.database.conninfo()), {.max_size = 1, .reset = pool_reset::discard_all});
    exec(thorough, "SELECT set_config('work_mem', '77MB', false), pg_advisory_lock(7)");
    CHECK_NE(thorough.query<std::string>("SHOW work_mem").at(0), "77MB");
    CHECK_EQ(quiz.other.rows("SELECT pg_try_advisory_lock(7)")[0][0], "t");

    pool careless(to(quiz.database.conninfo()), {.max_size = 1, .reset = pool_reset::rollback});
    exec(careless, "SET work_mem = '77MB'");
    CHECK_EQ(careless.query<std::string>("SHOW work_mem").at(0), "77MB");
}

TEST_CASE("pool: taking and giving back cost no round trip") {
    matview_test::counted_server counted;
    matview_test::exec(counted.conninfo("maker"), "CREATE TABLE team (id int PRIMARY KEY, name varchar(30) NOT NULL)");
    const auto positive =
        matview::from<quiz::Team>().filter(matview::col<&quiz::Team::id> > 0);  // so that it is no COPY
    for (const pool_reset how : {pool_reset::rollback, pool_reset::changed, pool_reset::discard_all}) {
        pool db(to(counted.conninfo()), {.max_size = 2, .reset = how});
        counted.ran();
        for (int i = 0; i < 5; ++i) db.fetch(positive);
        CHECK_EQ(counted.ran().size(), 5);
        exec(db, "INSERT INTO team VALUES (1, 'red') ON CONFLICT DO NOTHING");
        CHECK_EQ(counted.ran().size(), how == pool_reset::discard_all ? 2 : 1);
        exec(db, "SET work_mem = '77MB'");
        CHECK_EQ(counted.ran().size(), how == pool_reset::rollback ? 1 : 2);
    }
}
