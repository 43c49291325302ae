// The files of examples/schedule hold a command that does what they promise.
#include <doctest/doctest.h>

#include <libpq-fe.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <support/raw_connection.hpp>
#include <support/test_database.hpp>

#include "program.hpp"

namespace {

using command_line::finished;
using matview_test::raw_connection, matview_test::test_database;

/// What stands behind `begin`, on its line of a file of examples/schedule.
std::string command_in(const std::string& file, const std::string& begin) {
    std::ifstream in(std::filesystem::path(MATVIEW_EXAMPLES) / "schedule" / file);
    REQUIRE(in);
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(begin)) return line.substr(begin.size());
    FAIL("no line of " << file << " begins with " << begin);
    return "";
}

// The database by the environment, as the files' users have it.
finished by_shell(const test_database& database, const std::string& command) {
    std::vector<std::string> words{
        "env", "PATH=" + std::filesystem::path(MATVIEW_PROGRAM).parent_path().string() + ":/usr/bin:/bin"};
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(database.conninfo().c_str(), nullptr), &PQconninfoFree);
    REQUIRE(options);
    for (const PQconninfoOption* one = options.get(); one->keyword; ++one)
        if (one->val && one->envvar) words.push_back(std::string(one->envvar) + "=" + one->val);
    words.insert(words.end(), {"sh", "-c", command});
    return command_line::run(words);
}

void refreshes(const std::string& command) {
    CAPTURE(command);
    const test_database database;
    raw_connection on(database.conninfo());
    on.exec(
        "CREATE TABLE result (user_id bigint NOT NULL); CREATE MATERIALIZED VIEW daily_leaderboard AS SELECT user_id, "
        "count(*) AS n FROM result "
        "GROUP BY user_id; CREATE UNIQUE INDEX ON daily_leaderboard (user_id); INSERT INTO result VALUES (1)");
    const finished done = by_shell(database, command);
    CHECK_EQ(done.err, "");
    CHECK_EQ(done.status, 0);
    CHECK_EQ(on.rows("SELECT count(*) FROM daily_leaderboard").at(0).at(0).value(), "1");
}

}  // namespace

TEST_CASE("schedule: what cron runs") { refreshes(command_in("matview-refresh.cron", "15 0 * * *  quiz  ")); }

TEST_CASE("schedule: what systemd runs") { refreshes(command_in("matview-refresh.service", "ExecStart=")); }
