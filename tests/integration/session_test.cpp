// What holds for every session: encoding, application name, notices, connection strings; and what a lost link looks like.
#include <chrono>

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include <unistd.h>

#include <support/scoped_env.hpp>

#include "quiz_database.hpp"

using matview::from;
using matview_test::scoped_env;
using quiz::User;

namespace {

/// What the process writes to stderr in a scope.
class captured_stderr {
public:
    captured_stderr() : kept_(dup(2)), file_(std::tmpfile()) { dup2(fileno(file_), 2); }
    ~captured_stderr() { stop(); }
    std::string stop() {
        if (kept_ < 0) return {};
        std::fflush(stderr);
        dup2(kept_, 2);
        close(std::exchange(kept_, -1));
        std::rewind(file_);
        std::string text;
        for (int c; (c = std::fgetc(file_)) != EOF;) text += static_cast<char>(c);
        std::fclose(file_);
        return text;
    }

private:
    int kept_;
    std::FILE* file_;
};

}  // namespace

TEST_CASE("UTF-8 whatever the environment says") {
    matview_test::test_database database;
    const scoped_env encoding("PGCLIENTENCODING", "LATIN1");
    matview::connection db(database.conninfo());
    CHECK_EQ(db.parameter_status("client_encoding"), "UTF8");
    CHECK_EQ(db.query<std::string>("SELECT U&'\\00e9\\4e16'").at(0), "é世");
    matview::connection asked_otherwise(database.conninfo() + " client_encoding=LATIN1");
    CHECK_EQ(asked_otherwise.parameter_status("client_encoding"), "UTF8");
}

TEST_CASE("an application name, unless the connection string gives one") {
    matview_test::test_database database;
    const std::string sql = "SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()";
    CHECK_EQ(matview::connection(database.conninfo()).query<std::string>(sql).at(0), "matview");
    matview::connection named({.conninfo = database.conninfo(), .application_name = "quiz", .on_notice = {}});
    CHECK_EQ(named.query<std::string>(sql).at(0), "quiz");
    CHECK_EQ(matview::connection(database.conninfo() + " application_name=theirs").query<std::string>(sql).at(0),
             "theirs");
}

TEST_CASE("notices go to the callback, and nothing to stderr") {
    matview_test::test_database database;
    std::vector<matview::notice> heard;
    captured_stderr stderr_of_the_process;
    {
        matview::connection db(
            {.conninfo = database.conninfo(), .on_notice = [&](const matview::notice& n) { heard.push_back(n); }});
        db.execute("DO $$ BEGIN RAISE WARNING 'careful' USING HINT = 'look'; END $$");
        db.execute("DROP TABLE IF EXISTS nothing_of_that_name");
        matview::connection silent(database.conninfo());
        silent.execute("DROP TABLE IF EXISTS nothing_of_that_name");
    }
    CHECK_EQ(stderr_of_the_process.stop(), "");
    REQUIRE_EQ(heard.size(), 2);
    CHECK_EQ(heard[0].severity, "WARNING");
    CHECK_EQ(heard[0].message, "careful");
    CHECK_EQ(heard[0].hint, "look");
    CHECK_EQ(heard[0].sqlstate, "01000");
    CHECK_EQ(heard[1].sqlstate, "00000");
}

TEST_CASE("a callback may use the connection, and may throw") {
    matview_test::test_database database;
    matview::connection* self = nullptr;
    int answers = 0;
    matview::connection db({.conninfo = database.conninfo(), .on_notice = [&](const matview::notice&) {
                                answers = self->query<int>("SELECT 42").at(0);
                                throw std::runtime_error("from the callback");
                            }});
    self = &db;
    CHECK_THROWS_WITH_AS(db.execute("DROP TABLE IF EXISTS nothing_of_that_name"), "from the callback",
                         std::runtime_error);
    CHECK_EQ(answers, 42);
    CHECK_EQ(db.query<int>("SELECT 1").at(0), 1);
}

TEST_CASE("connects by the environment, by a connection string, by a URI") {
    matview_test::test_database database;
    matview_test::raw_connection other(database.conninfo());
    const auto where = other.rows(
        "SELECT trim(BOTH '\"' FROM current_setting('unix_socket_directories')), current_setting('port'), current_user")
                           [0];
    CHECK_EQ(matview::connection(database.conninfo()).query<std::string>("SELECT current_database()::text").at(0),
             database.name());
    if (where[0]->empty()) return;  // another server's sockets are not for us to guess
    const scoped_env host("PGHOST", *where[0]), port("PGPORT", *where[1]), user("PGUSER", *where[2]),
        name("PGDATABASE", database.name());
    CHECK_EQ(matview::connection().query<std::string>("SELECT current_database()::text").at(0), database.name());
    CHECK_EQ(matview::connection("postgresql:///" + database.name()).query<int>("SELECT 1").at(0), 1);
}

TEST_CASE("a server that is not there") {
    try {
        matview::connection db("host=/nonexistent/directory dbname=none password=secret");
        FAIL("connected to nothing");
    } catch (const matview::connection_error& e) {
        CHECK(e.retryable());
        CHECK_FALSE(e.connection_usable());
        CHECK(std::string(e.what()).find("/nonexistent/directory") != std::string::npos);
        CHECK(std::string(e.what()).find("secret") == std::string::npos);
    }
    for (const char* malformed : {"no such keyword=1", "postgresql://host/db?foo=bar", "host='unclosed",
                                  "postgresql://u:secretpw@[::1/db", "postgresql://u:secretpw%zz@host/db"}) {
        CAPTURE(malformed);
        try {
            matview::connection db(malformed);
            FAIL("connected by a malformed string");
        } catch (const matview::connection_error& e) {
            CHECK_FALSE(e.retryable());
            CHECK(std::string(e.what()).find("malformed connection string") != std::string::npos);
            CHECK(std::string(e.what()).find("secretpw") == std::string::npos);
        }
    }
}

TEST_CASE("a pooled connection reads, and says what failed") {
    matview_test::quiz_database quiz;
    matview::connection db(
        {.conninfo = quiz.database.conninfo(), .statement_timeout = std::chrono::seconds(10), .pooled = true});
    for (int i = 0; i < 2; ++i) {
        CHECK_EQ(db.count<User>(), 5);
        CHECK_EQ(db.get<User>(1).username, "ann");
    }
    CHECK_THROWS_AS(db.query<int>("SELECT 1 FROM no_such_table"), matview::undefined_relation);
    CHECK_EQ(db.query<int>("SELECT $1::int4", 7).at(0), 7);
}

TEST_CASE("a killed backend is a lost connection") {
    matview_test::quiz_database quiz;
    quiz.other.exec("SELECT pg_terminate_backend(" + std::to_string(quiz.db.backend_pid()) + ", 5000)");
    try {
        quiz.db.fetch<User>();
        FAIL("read through a dead connection");
    } catch (const matview::connection_error& e) {
        CHECK_FALSE(e.connection_usable());
        CHECK(e.retryable());
        CHECK(e.query().find("auth_user") != std::string::npos);
    }
    CHECK_FALSE(quiz.db.usable());
    matview::connection again(quiz.database.conninfo());
    CHECK_EQ(again.count<User>(), 5);
}

TEST_CASE("prepared statements are kept, bounded, and made again") {
    matview_test::quiz_database quiz;
    const auto kept = [&] {
        return quiz.db
            .query<std::int64_t>("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT t0.%'")
            .at(0);
    };
    const auto by_id = [](int id) { return from<User>().filter(matview::col<&User::id> == id); };
    for (int id = 1; id <= 5; ++id) CHECK_EQ(quiz.db.fetch(by_id(id)).size(), 1);
    CHECK_EQ(kept(), 1);
    quiz.db.execute("DISCARD ALL");
    CHECK_EQ(quiz.db.fetch(by_id(2)).size(), 1);
    CHECK_EQ(kept(), 1);
    quiz.db.execute("DISCARD ALL");
    const auto in_transaction = [&] {
        matview::transaction tx(quiz.db);
        return tx.fetch(by_id(2)).size();
    };
    try {
        in_transaction();
        FAIL("read by a statement that is gone");
    } catch (const matview::server_error& e) {
        CHECK_EQ(e.sqlstate(), "26000");
        CHECK(e.retryable());
        CHECK(e.connection_usable());
    }
    CHECK_EQ(in_transaction(), 1);

    matview::connection small({.conninfo = quiz.database.conninfo(), .on_notice = {}, .statement_cache_size = 4});
    for (int limit = 1; limit <= 20; ++limit) small.fetch(from<User>().limit(limit));
    CHECK_EQ(small.query<std::int64_t>("SELECT count(*) FROM pg_prepared_statements").at(0), 4);
    CHECK_EQ(small.fetch(from<User>().limit(1)).size(), 1);
}

TEST_CASE("a connection moves") {
    matview_test::quiz_database quiz;
    matview::connection moved = std::move(quiz.db);
    CHECK_EQ(moved.count<User>(), 5);
    matview::session& as_session = moved;
    CHECK_EQ(as_session.count<User>(), 5);
    quiz.db = std::move(moved);
    CHECK_EQ(quiz.db.count<User>(), 5);
}
