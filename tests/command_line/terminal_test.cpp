// The command line in a terminal: what it shows while it works, its colours, and that it ends as in a pipe.
#include <doctest/doctest.h>

#include <string>

#include <support/raw_connection.hpp>
#include <support/test_database.hpp>
#include <support/test_role.hpp>

#include "terminal.hpp"

namespace {

using command_line::finished, command_line::in_terminal;
using matview_test::raw_connection, matview_test::test_database, matview_test::test_role;

struct views {
    test_database database;
    raw_connection on{database.conninfo()};
    views() {
        on.exec(
            "CREATE TABLE result AS SELECT 1::bigint AS user_id; CREATE MATERIALIZED VIEW board AS SELECT user_id, "
            "count(*) AS n FROM result GROUP BY user_id;"
            "CREATE MATERIALIZED VIEW failing AS SELECT 1 / (count(*) - 2) AS x FROM result; INSERT INTO result VALUES "
            "(2)");
    }
    std::vector<std::string> words(std::vector<std::string> of) const {
        of.insert(of.begin(), {MATVIEW_PROGRAM, "--database", database.conninfo()});
        return of;
    }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("terminal: a refresh tells what it waits for, and who holds it") {
    views all;
    raw_connection holder(all.database.conninfo());
    holder.exec("SET application_name = 'report'; BEGIN; SELECT FROM board");
    const std::string pid = holder.rows("SELECT pg_backend_pid()").at(0).at(0).value();
    bool held = true;
    const finished done = in_terminal(all.words({"refresh", "board"}), {}, [&](const std::string& so_far) {
        if (held && has(so_far, "report")) {
            holder.exec("COMMIT");
            held = false;
        }
    });
    CHECK_EQ(done.status, 0);
    CHECK(has(done.out, "waiting for the lock of board, held by process " + pid + " ("));
    CHECK(has(done.out, "report, idle in transaction)"));
    CHECK(has(done.out, "board: refreshed in "));
}

TEST_CASE("terminal: a refresh tells how much it has written") {
    views all;
    all.on.exec(
        "CREATE MATERIALIZED VIEW long AS SELECT i, repeat('x', 500) AS text, CASE WHEN i % 1000 = 0 THEN "
        "pg_sleep(0.02) IS NULL END AS slow "
        "FROM generate_series(1, 50000) AS i WITH NO DATA");
    const finished done = in_terminal(all.words({"refresh", "long"}));
    CHECK_EQ(done.status, 0);
    CHECK(has(done.out, "long: refreshed in "));
    const std::size_t at = done.out.find(" written");
    REQUIRE_NE(at, done.out.npos);
    CHECK_EQ(done.out.substr(at - 2, 2), "MB");
}

TEST_CASE("terminal: the exit status is that of a pipe") {
    views all;
    const test_role reader(all.database);
    all.on.exec("GRANT SELECT ON board TO " + reader.name());
    const auto status = [&](const std::vector<std::string>& of) { return in_terminal(all.words(of)).status; };
    CHECK_EQ(status({"refresh", "board", "--wait"}), 0);
    CHECK_EQ(status({"refresh", "failing"}), 1);
    CHECK_EQ(status({"refresh"}), 2);
    CHECK_EQ(status({"refresh", "board", "--min-interval", "1h"}), 3);
    CHECK_EQ(in_terminal({MATVIEW_PROGRAM, "--database", all.database.conninfo(reader), "refresh", "board"}).status, 5);
    CHECK_EQ(in_terminal({MATVIEW_PROGRAM, "--database", "host=/nowhere", "refresh", "board"}).status, 6);
    all.on.exec("BEGIN; SELECT FROM board");
    CHECK_EQ(status({"refresh", "board", "--lock-timeout", "50ms"}), 4);
}

TEST_CASE("terminal: colours, unless NO_COLOR is set") {
    views all;
    const auto shown = [&](const char* no_color, const char* term) {
        return in_terminal(all.words({"status"}), {std::string("NO_COLOR=") + no_color, std::string("TERM=") + term})
            .out;
    };
    CHECK(has(shown("", "xterm"), "\033[1m"));
    CHECK_FALSE(has(shown("1", "xterm"), "\033"));
    CHECK_FALSE(has(shown("", "dumb"), "\033"));
}
