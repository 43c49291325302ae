// `matview refresh` and `matview status` in a pipe: what they print, and the exit status that a scheduler acts on.
#include <doctest/doctest.h>

#include <string>
#include <thread>

#include <nlohmann/json.hpp>

#include <support/raw_connection.hpp>
#include <support/test_database.hpp>
#include <support/test_role.hpp>
#include <support/waiting.hpp>

#include "program.hpp"

namespace {

using command_line::finished, command_line::tool;
using matview_test::raw_connection, matview_test::test_database, matview_test::test_role;

constexpr const char* views_sql = R"sql(
    CREATE TABLE result (user_id bigint NOT NULL);
    INSERT INTO result VALUES (1), (1), (2);
    CREATE MATERIALIZED VIEW board AS SELECT user_id, count(*) AS n FROM result GROUP BY user_id;
    CREATE UNIQUE INDEX ON board (user_id);
    CREATE MATERIALIZED VIEW plain AS SELECT user_id FROM result;
    CREATE MATERIALIZED VIEW failing AS SELECT 1 / (count(*) - 4) AS x FROM result;
)sql";

struct views {
    test_database database;
    raw_connection on{database.conninfo()};
    views() { on.exec(views_sql); }

    finished refresh(std::vector<std::string> words) const {
        words.insert(words.begin(), "refresh");
        return tool(database.conninfo(), words);
    }
    std::string rows(const std::string& view) { return on.rows("SELECT count(*) FROM " + view).at(0).at(0).value(); }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("refresh: a line for each view that was refreshed") {
    views all;
    all.on.exec("INSERT INTO result VALUES (3)");
    const finished done = all.refresh({"board", "plain", "--auto"});
    CHECK_EQ(done.status, 0);
    CHECK(has(done.out, "board: refreshed concurrently in "));
    CHECK(has(done.out, "plain: refreshed in "));
    CHECK_EQ(done.err, "");
    CHECK_EQ(all.rows("board"), "3");
    CHECK_EQ(all.rows("plain"), "4");
}

TEST_CASE("refresh: in JSON") {
    views all;
    const finished done = all.refresh({"board", "--json"});
    CHECK_EQ(done.status, 0);
    const auto list = nlohmann::json::parse(done.out);
    REQUIRE_EQ(list.size(), 1);
    CHECK_EQ(list[0]["name"], "board");
    CHECK_EQ(list[0]["outcome"], "refreshed");
    CHECK_EQ(list[0]["concurrently"], false);
}

TEST_CASE("refresh: one that fails does not keep the others from being refreshed") {
    views all;
    all.on.exec("INSERT INTO result VALUES (3)");
    const finished done = all.refresh({"failing", "board"});
    CHECK_EQ(done.status, 1);
    CHECK(has(done.err, "division by zero"));
    CHECK(has(done.out, "board: refreshed"));
    CHECK_EQ(all.rows("board"), "3");
}

TEST_CASE("refresh: skipped where another process refreshes, or has done so") {
    views all;
    CHECK_EQ(all.refresh({"board", "--wait"}).status, 0);
    const finished young = all.refresh({"board", "--min-interval", "1h"});
    CHECK_EQ(young.status, 3);
    CHECK(has(young.out, "board: skipped"));
    const auto status = nlohmann::json::parse(tool(all.database.conninfo(), {"status", "board", "--json"}).out);
    CHECK_EQ(status[0]["last_refresh_by"], "matview_refreshes");

    all.on.exec("BEGIN; SELECT FROM board");
    std::thread first([&] { CHECK_EQ(all.refresh({"board", "--wait"}).status, 0); });
    raw_connection watch(all.database.conninfo());
    matview_test::wait_until(
        watch,
        "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock' AND "
        "relation = 'board'::regclass)");
    CHECK_EQ(all.refresh({"board", "--skip-if-running"}).status, 3);
    all.on.exec("COMMIT");
    first.join();
}

TEST_CASE("refresh: the lock is not had, and who holds it is told") {
    views all;
    all.on.exec("BEGIN; SELECT FROM board");
    const finished late = all.refresh({"board", "--lock-timeout", "50ms"});
    CHECK_EQ(late.status, 4);
    CHECK(has(late.err, "holds AccessShareLock"));
    CHECK_EQ(all.refresh({"board", "--lock-timeout", "20", "--lock-deadline", "200ms"}).status, 4);
}

TEST_CASE("refresh: without the right, or a server") {
    views all;
    const test_role reader(all.database);
    all.on.exec("GRANT SELECT ON board TO " + reader.name());
    const finished refused = tool(all.database.conninfo(reader), {"refresh", "board"});
    CHECK_EQ(refused.status, 5);
    CHECK(has(refused.err, "owner"));
    CHECK_EQ(tool("host=/nowhere", {"refresh", "board"}).status, 6);
}

TEST_CASE("refresh: command lines that mean nothing") {
    views all;
    CHECK_EQ(all.refresh({}).status, 2);
    CHECK_EQ(all.refresh({"board", "--lock-timeout", "soon"}).status, 2);
    CHECK_EQ(all.refresh({"board", "--auto", "--concurrently"}).status, 2);
    CHECK_EQ(all.refresh({"board", "--wait", "--skip-if-running"}).status, 2);
    CHECK_EQ(all.refresh({"board", "--lock-deadline", "1s"}).status, 2);
    const finished absent = all.refresh({"boards"});
    CHECK_EQ(absent.status, 1);
    CHECK(has(absent.err, "there is board"));
}

TEST_CASE("status: what there is") {
    views all;
    all.on.exec("CREATE MATERIALIZED VIEW empty AS SELECT 1 AS x WITH NO DATA");
    const auto list = nlohmann::json::parse(tool(all.database.conninfo(), {"--json", "status"}).out);
    REQUIRE_EQ(list.size(), 4);
    CHECK_EQ(list[0]["name"], "board");
    CHECK_EQ(list[0]["populated"], true);
    CHECK_EQ(list[0]["unique_index"], "board_user_id_idx");
    CHECK_EQ(list[0]["user_may_refresh"], true);
    CHECK_EQ(list[1]["name"], "empty");
    CHECK_EQ(list[1]["populated"], false);
    CHECK_EQ(list[1]["rows"], 0);
    CHECK(list[3]["unique_index"].is_null());
    const finished shown = tool(all.database.conninfo(), {"status", "board", "result"});
    CHECK_EQ(shown.status, 0);
    CHECK(has(shown.out, "materialized view"));
    CHECK(has(shown.out, "table"));
    CHECK_FALSE(has(shown.out, "\033"));
}
