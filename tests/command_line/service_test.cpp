// manage<Models…>: the commands of a service of its own, tests/command_line/service.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <support/raw_connection.hpp>
#include <support/test_database.hpp>

#include "program.hpp"

namespace {

using command_line::finished, command_line::run;
using matview_test::raw_connection, matview_test::test_database;
using nlohmann::json;

constexpr const char* tables_sql = R"sql(
    CREATE TABLE auth_user (id bigint PRIMARY KEY, username text NOT NULL);
    CREATE TABLE quiz_quizresult (user_id bigint NOT NULL REFERENCES auth_user);
    INSERT INTO auth_user VALUES (1, 'ada'), (2, 'emmy');
    INSERT INTO quiz_quizresult VALUES (1), (1), (2);
)sql";

struct service {
    test_database database;
    raw_connection on{database.conninfo()};
    service() { on.exec(tables_sql); }

    finished call(std::vector<std::string> words) const {
        words.insert(words.begin(), {MATVIEW_SERVICE, "--database", database.conninfo()});
        return run(words);
    }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("manage: a view's life") {
    service own;
    const finished created = own.call({"create"});
    CHECK_EQ(created.out, "daily_leaderboard: created\ntop_ten: created\n");
    CHECK_EQ(created.status, 0);
    CHECK_EQ(own.on.rows("SELECT count(*) FROM pg_indexes WHERE tablename = 'daily_leaderboard'").at(0).at(0).value(),
             "2");

    own.on.exec("INSERT INTO quiz_quizresult VALUES (2), (2)");
    CHECK_EQ(own.call({"refresh", "DailyLeaderboard", "--concurrently"}).status, 0);
    CHECK_EQ(own.on.rows("SELECT quizzes_played FROM daily_leaderboard WHERE user_id = 2").at(0).at(0).value(), "3");

    const finished kept = own.call({"drop", "daily_leaderboard"});
    CHECK_EQ(kept.status, 1);
    CHECK(has(kept.err, "top_ten"));
    CHECK_EQ(own.call({"drop", "TopTen", "DailyLeaderboard"}).out, "top_ten: dropped\ndaily_leaderboard: dropped\n");
    CHECK_EQ(own.call({"drop", "TopTen"}).status, 1);
    CHECK_EQ(own.call({"drop", "TopTen", "--if-exists"}).out, "top_ten: not there\n");
}

TEST_CASE("manage: create replaces nothing, and passes over what is there when it is told so") {
    service own;
    CHECK_EQ(own.call({"create", "quiz::DailyLeaderboard", "--no-data"}).status, 0);
    CHECK_EQ(own.on.rows("SELECT relispopulated FROM pg_class WHERE relname = 'daily_leaderboard'").at(0).at(0).value(),
             "f");
    const finished again = own.call({"create"});
    CHECK_EQ(again.status, 1);
    CHECK(has(again.err, "already exists"));
    CHECK_EQ(again.out, "");
    const auto list = json::parse(own.call({"create", "--if-not-exists", "--json"}).out);
    REQUIRE_EQ(list.size(), 2);
    CHECK_EQ(list[0]["outcome"], "exists");
    CHECK_EQ(list[1]["outcome"], "created");
}

TEST_CASE("manage: verify compares the structs with the database") {
    service own;
    const auto absent = json::parse(own.call({"verify", "DailyLeaderboard", "--json"}).out);
    CHECK_EQ(absent[0]["findings"][0]["rule"], "absent-relation");
    REQUIRE_EQ(own.call({"create"}).status, 0);
    CHECK_EQ(own.call({"verify", "User", "daily_leaderboard", "quiz::TopTen"}).status, 0);
    const finished all = own.call({"verify"});
    CHECK_EQ(all.status, 1);
    CHECK(has(all.out, "nickname"));
    own.on.exec("ALTER TABLE auth_user ALTER username TYPE bytea USING username::bytea");
    const finished changed = own.call({"verify", "auth_user"});
    CHECK_EQ(changed.status, 1);
    CHECK(has(changed.out, "[wrong-type]"));
}

TEST_CASE("manage: sql is what create runs, and needs no server") {
    service own;
    const finished printed = run({MATVIEW_SERVICE, "--database", "host=/nowhere", "sql"});
    CHECK_EQ(printed.status, 0);
    own.on.exec(printed.out.c_str());
    CHECK_EQ(own.call({"verify", "DailyLeaderboard", "TopTen"}).status, 0);
    const auto one = json::parse(run({MATVIEW_SERVICE, "sql", "top_ten", "--json"}).out);
    CHECK_EQ(one[0]["name"], "top_ten");
    CHECK_EQ(one[0]["statements"].size(), 1);
}

TEST_CASE("manage: names that mean nothing") {
    service own;
    const finished unknown = own.call({"create", "Board"});
    CHECK_EQ(unknown.status, 1);
    CHECK(has(unknown.err, "its models are User, DailyLeaderboard, TopTen, Outdated"));
    const finished table = own.call({"drop", "User"});
    CHECK_EQ(table.status, 1);
    CHECK(has(table.err, "no definition"));
    CHECK_EQ(own.call({"drop"}).status, 2);
}

TEST_CASE("manage: status of models, also of those that are not there") {
    service own;
    const auto before = json::parse(own.call({"status", "--json"}).out);
    REQUIRE_EQ(before.size(), 4);
    CHECK_EQ(before[0]["kind"], "table");
    CHECK(before[1]["kind"].is_null());
    CHECK(has(own.call({"status"}).out, "not there"));
    // Also what is no model of the service.
    CHECK_EQ(own.call({"status", "quiz_quizresult"}).status, 0);
}
