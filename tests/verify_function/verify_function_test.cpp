// What matview_verify made for a project's targets: its programs, tests and targets against a right database and wrong ones.
#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <sys/wait.h>

#include <matview/matview.hpp>
#include <matview/testing.hpp>

#include <support/conninfo.hpp>

namespace {

struct outcome {
    int exit_code;
    std::string output;

    bool says(const std::string& text) const { return output.find(text) != std::string::npos; }
};

// Quoted for the shell: connection strings hold quotes.
std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

outcome run(const std::string& command) {
    FILE* const out = popen((command + " 2>&1").c_str(), "r");
    if (!out) throw std::runtime_error("could not run " + command);
    std::string text;
    std::array<char, 4096> buffer;
    while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), out)) text.append(buffer.data(), size);
    const int status = pclose(out);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text};
}

outcome verify(const std::string& target, const matview::testing::database& at) {
    return run(CONSUMER_DIR "/" + target + "_verify_program " + quoted(at.uri()));
}

// By the variables of the PG* environment that connection strings of tests have keywords for.
std::string environment_for(const matview::testing::database& at) {
    constexpr std::array<std::array<const char*, 2>, 5> variables{{{"host", "PGHOST"},
                                                                   {"port", "PGPORT"},
                                                                   {"user", "PGUSER"},
                                                                   {"password", "PGPASSWORD"},
                                                                   {"dbname", "PGDATABASE"}}};
    std::string text;
    for (const auto& [keyword, value] : matview_test::parse_conninfo(at.conninfo()))
        for (const auto& [name, variable] : variables)
            if (keyword == name) text += variable + ("=" + quoted(value)) + " ";
    return text;
}

struct database : matview::testing::database {
    matview::connection db{conninfo()};

    database() {
        db.execute(
            "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE TABLE team (id bigint PRIMARY KEY, feeling mood NOT "
            "NULL);"
            "CREATE MATERIALIZED VIEW board AS SELECT id AS team_id, 3::bigint AS points FROM team;"
            "CREATE UNIQUE INDEX ON board (team_id)");
    }
};

}  // namespace

TEST_CASE("a database that fits: exit code 0, and a line for each model") {
    const database right;
    const outcome found = verify("service", right);
    CHECK_EQ(found.exit_code, 0);
    CHECK_EQ(found.output, "fits: Team (team)\nfits: Board (board)\n2 of 2 models fit\n");
    CHECK_EQ(verify("quiz_headers", right).exit_code, 0);
}

TEST_CASE("a database that does not: exit code 1, and every problem of every model with its mend") {
    database wrong;
    wrong.db.execute(
        "DROP MATERIALIZED VIEW board; ALTER TABLE team ALTER feeling TYPE text;"
        "CREATE MATERIALIZED VIEW board AS SELECT id AS team_id, 3::numeric AS points FROM team WITH NO DATA");
    const outcome found = verify("service", wrong);
    CHECK_EQ(found.exit_code, 1);
    INFO(found.output);
    CHECK(found.says("does not fit: Team (team)\n  column feeling is text"));
    CHECK(found.says("does not fit: Board (board)\n  column points is numeric"));
    CHECK(found.says("\n    mend: "));
    CHECK(found.says("holds no data yet"));       // for reading
    CHECK(found.says("CREATE UNIQUE INDEX ON"));  // for the concurrent refresh
    CHECK(found.says("\n0 of 2 models fit\n"));
    // What both purposes tell is listed once.
    CHECK_EQ(found.output.find("column points is"), found.output.rfind("column points is"));
}

TEST_CASE("an executable's models; tables and plain views are checked for reading") {
    database wrong;
    const outcome found = verify("tool", wrong);
    CHECK_EQ(found.exit_code, 1);
    INFO(found.output);
    CHECK(found.says("fits: Team (team)\ndoes not fit: Board (board)\n  board is a materialized view"));
    CHECK(found.says("\n1 of 2 models fit\n"));
}

TEST_CASE("a database that cannot be asked: exit code 2") {
    const outcome found = run(CONSUMER_DIR "/service_verify_program 'host=/nowhere'");
    CHECK_EQ(found.exit_code, 2);
    CHECK(found.says("/nowhere"));
}

TEST_CASE("the test and the target run the program where the environment or DATABASE says") {
    const database right;
    // The server by the environment; of `tool` the database's name by DATABASE, which wins.
    const std::string environment = environment_for(right);
    const std::string in_consumer = "cd " CONSUMER_DIR " && ";
    const outcome tests = run(in_consumer + environment + CTEST_PROGRAM " -V -L matview_verify");
    INFO(tests.output);
    CHECK_NE(tests.exit_code, 0);
    CHECK(tests.says("2 of 2 models fit"));
    CHECK(tests.says("no_such_database_here"));
    CHECK(tests.says("67% tests passed, 1 tests failed out of 3"));

    const outcome target = run(environment + CMAKE_PROGRAM " --build " CONSUMER_DIR " --target service_verify");
    CHECK_EQ(target.exit_code, 0);
    CHECK(target.says("2 of 2 models fit"));
    database wrong;
    wrong.db.execute("DROP MATERIALIZED VIEW board");
    CHECK_NE(run(environment_for(wrong) + CMAKE_PROGRAM " --build " CONSUMER_DIR " --target service_verify").exit_code,
             0);
}
