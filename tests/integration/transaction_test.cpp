#include <doctest/doctest.h>

#include "quiz_database.hpp"

using matview::isolation_level;
using matview::savepoint;
using matview::transaction;
using quiz::User;

namespace {
std::int64_t teams(matview::session& on) { return on.query<std::int64_t>("SELECT count(*) FROM team").at(0); }
}  // namespace

TEST_CASE("committed work stays, the rest is rolled back") {
    matview_test::quiz_database quiz(false);
    {
        transaction tx(quiz.db);
        tx.execute("INSERT INTO team VALUES (3, 'green')");
        CHECK_EQ(teams(tx), 3);
        CHECK_EQ(quiz.other.rows("SELECT count(*) FROM team")[0][0], "2");
        tx.commit();
        CHECK_THROWS_AS(teams(tx), matview::query_error);
        CHECK_THROWS_AS(tx.commit(), matview::query_error);
    }
    {
        transaction tx(quiz.db);
        tx.execute("DELETE FROM team");
    }
    {
        transaction tx(quiz.db);
        tx.execute("DELETE FROM team");
        tx.rollback();
    }
    CHECK_EQ(teams(quiz.db), 3);
}

TEST_CASE("a failed statement fails the transaction, and commit says so") {
    matview_test::quiz_database quiz(false);
    transaction tx(quiz.db);
    tx.execute("INSERT INTO team VALUES (3, 'green')");
    CHECK_THROWS_AS(tx.execute("INSERT INTO team VALUES (3, 'again')"), matview::server_error);
    CHECK_THROWS_WITH_AS(tx.commit(), doctest::Contains("rolled it back"), matview::server_error);
    CHECK_EQ(teams(quiz.db), 2);
}

TEST_CASE("a savepoint undoes its part alone, and mends a failed transaction") {
    matview_test::quiz_database quiz(false);
    transaction tx(quiz.db);
    tx.execute("INSERT INTO team VALUES (3, 'green')");
    {
        savepoint undone(tx);
        undone.execute("INSERT INTO team VALUES (4, 'grey')");
        CHECK_THROWS_AS(undone.execute("INSERT INTO team VALUES (4, 'again')"), matview::server_error);
    }
    {
        savepoint kept(tx);
        kept.execute("INSERT INTO team VALUES (5, 'pink')");
        savepoint inner(kept);
        inner.execute("DELETE FROM team");
        inner.rollback();
        kept.release();
    }
    tx.commit();
    CHECK_EQ(quiz.db.query<int>("SELECT id FROM team ORDER BY id"), std::vector<int>{1, 2, 3, 5});
}

TEST_CASE("one transaction at a time, and savepoints only within one") {
    matview_test::quiz_database quiz(false);
    CHECK_THROWS_AS(savepoint{quiz.db}, matview::query_error);
    transaction tx(quiz.db);
    CHECK_THROWS_WITH_AS(transaction{tx}, doctest::Contains("savepoint"), matview::query_error);
    CHECK_THROWS_AS(transaction{quiz.db}, matview::query_error);
}

TEST_CASE("isolation and read-only are as asked for") {
    matview_test::quiz_database quiz(false);
    const auto level = [](matview::session& on) {
        return on.query<std::string>("SELECT current_setting('transaction_isolation')").at(0);
    };
    {
        transaction tx(quiz.db, {.isolation = isolation_level::repeatable_read});
        CHECK_EQ(level(tx), "repeatable read");
        CHECK_EQ(teams(tx), 2);
        quiz.other.exec("INSERT INTO team VALUES (8, 'late')");
        CHECK_EQ(teams(tx), 2);
    }
    {
        transaction tx(quiz.db, {.isolation = isolation_level::serializable, .read_only = true});
        CHECK_EQ(level(tx), "serializable");
        try {
            tx.execute("DELETE FROM team");
            FAIL("wrote in a read-only transaction");
        } catch (const matview::server_error& e) {
            CHECK_EQ(e.sqlstate(), "25006");
        }
    }
    CHECK_EQ(level(quiz.db), "read committed");
}

TEST_CASE("a serialization failure can be retried") {
    matview_test::quiz_database quiz(false);
    transaction tx(quiz.db, {.isolation = isolation_level::repeatable_read});
    CHECK_EQ(teams(tx), 2);
    quiz.other.exec("UPDATE team SET name = 'rouge' WHERE id = 1");
    try {
        tx.execute("UPDATE team SET name = 'rosso' WHERE id = 1");
        FAIL("two writers of one row");
    } catch (const matview::transaction_conflict& e) {
        CHECK_EQ(e.sqlstate(), "40001");
        CHECK(e.retryable());
    }
    tx.rollback();
    transaction again(quiz.db, {.isolation = isolation_level::repeatable_read});
    CHECK_EQ(again.execute("UPDATE team SET name = 'rosso' WHERE id = 1"), 1);
    again.commit();
}

TEST_CASE("a transaction whose connection dies ends quietly") {
    matview_test::quiz_database quiz(false);
    {
        transaction tx(quiz.db);
        quiz.other.exec("SELECT pg_terminate_backend(" + std::to_string(quiz.db.backend_pid()) + ", 5000)");
        CHECK_THROWS_AS(tx.fetch<User>(), matview::connection_error);
    }
    CHECK_FALSE(quiz.db.usable());
}
