// What `matview inspect` prints is compiled, with all warnings as errors, and its structs are verified against the database.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <support/raw_connection.hpp>
#include <support/test_database.hpp>

#include "../../examples/01_daily_leaderboard/models.hpp"
// Its headers are included already.
namespace debian {
#include "../../examples/02_debian_maintainers/models.hpp"
}
#include "models_program.hpp"
#include "program.hpp"
#include "scratch.hpp"

namespace {

using command_line::finished, command_line::tool, command_line::run, command_line::scratch;

constexpr const char* quiz_sql = R"sql(
    CREATE TABLE auth_user (id bigint PRIMARY KEY, username varchar(150) NOT NULL, email text);
    CREATE TABLE quiz_quizresult (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id bigint NOT NULL REFERENCES auth_user,
                                  score int, created_at timestamptz NOT NULL);
    CREATE MATERIALIZED VIEW daily_leaderboard AS
        SELECT user_id, count(*) AS quizzes_played, max(score) AS best FROM quiz_quizresult
        WHERE created_at >= current_date - 1 AND created_at < current_date GROUP BY user_id;
    CREATE UNIQUE INDEX ON daily_leaderboard (user_id);
    CREATE INDEX ON daily_leaderboard (quizzes_played DESC);
)sql";

// Names that C++ does not take, types of all kinds, tables that refer to each other and to themselves.
constexpr const char* odd_sql = R"sql(
    CREATE SCHEMA "Odd";
    CREATE TYPE mood AS ENUM ('sad', 'very happy', 'class', '1st');
    CREATE TYPE address AS (street text, "Zip-Code" int);
    CREATE DOMAIN positive AS int NOT NULL CHECK (value > 0);
    CREATE TABLE team (id int PRIMARY KEY, captain_id int);
    CREATE TABLE "Odd"."Team Member" ("class" int PRIMARY KEY, "Int" int NOT NULL, "int" int, "a ""b\c" text, "??/" text, team_id int REFERENCES team,
        boss_id int REFERENCES "Odd"."Team Member", feeling mood, home address, moods mood[], span int4range, spans int4multirange,
        place point, price positive, bits bit varying, at timestamptz, clock timetz, address inet, document jsonb);
    ALTER TABLE team ADD FOREIGN KEY (captain_id) REFERENCES "Odd"."Team Member";
    CREATE VIEW outer_joined AS SELECT t.id, m."class", m."Int", coalesce(m."int", 0) AS number, count(*) OVER () AS total
        FROM team t LEFT JOIN "Odd"."Team Member" m ON m.team_id = t.id;
    CREATE VIEW inner_joined AS SELECT t.id, m."class", m."Int" FROM team t JOIN "Odd"."Team Member" m ON m.team_id = t.id;
    CREATE VIEW in_sets AS SELECT id, NULL::int AS captain FROM team UNION ALL SELECT id, captain_id FROM team;
    CREATE VIEW rolled AS SELECT id, count(*) AS n FROM team GROUP BY ROLLUP (id);
    CREATE VIEW filtered AS SELECT id, sum(captain_id) FILTER (WHERE captain_id > 0) AS s, sum(id) AS t FROM team GROUP BY id;
)sql";

struct tried {
    nlohmann::json made;  // by --json
    finished compiled, verified;
};

// Compiles what inspect prints, and verifies all of its structs; what the database lacks is told by the program's output.
tried inspect(const std::string& database, const std::vector<std::string>& words) {
    const scratch directory;
    const auto models = command_line::inspected(database, words);
    std::vector<std::string> plain{"inspect"};
    plain.insert(plain.end(), words.begin(), words.end());
    CHECK_EQ(tool(database, plain).out, models.header);
    tried result{nlohmann::json::parse(models.json), {}, {}};
    const auto program = directory.path() / "program";
    result.compiled = command_line::compile_models({models}, program);
    if (result.compiled.status == 0) result.verified = run({program.string(), "0", database});
    return result;
}

void is_good(const tried& result) {
    REQUIRE_MESSAGE(result.compiled.status == 0, result.compiled.err);
    CHECK_MESSAGE(result.verified.status == 0, result.verified.out << result.verified.err);
}

/// The members of a struct as its source has them, "type name", without comments; and the primary key's.
std::vector<std::string> members(const std::string& source, const std::string& name) {
    const std::regex comments("//[^\n]*"), spaces("\\s+");
    const std::string text = std::regex_replace(source, comments, "");
    const std::size_t begin = text.find("struct " + name + " {");
    REQUIRE_NE(begin, text.npos);
    const std::size_t meta = text.find("struct Meta", begin);
    const std::size_t key = text.find("using primary_key", meta);
    std::istringstream body(text.substr(text.find('{', begin) + 1, meta - text.find('{', begin) - 1) +
                            text.substr(key, text.find(';', key) - key));
    std::vector<std::string> all;
    for (std::string one; std::getline(body, one, ';');) {
        one = std::regex_replace(one, spaces, " ");
        all.push_back(one.substr(one.find_first_not_of(' ')));
    }
    return all;
}

std::string models_of_example(const std::string& directory) {
    std::ifstream in(std::filesystem::path(MATVIEW_EXAMPLES) / directory / "models.hpp");
    REQUIRE(in);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool nullable(const nlohmann::json& made, const std::string& view, const std::string& column) {
    for (const auto& one : made["structs"])
        if (one["relation"]["name"] == view)
            for (const auto& field : one["columns"])
                if (field["name"] == column) return field["nullable"];
    FAIL(view << "." << column << " is not there");
    return false;
}

}  // namespace

TEST_CASE("inspect: the leaderboard gives the structs that the examples use") {
    const matview_test::test_database database;
    matview_test::raw_connection(database.conninfo()).exec(quiz_sql);
    const tried result =
        inspect(database.conninfo(), {"daily_leaderboard", "--related", "--definition", "--name", "auth_user=User"});
    is_good(result);
    const auto text = result.made["header"].get<std::string>();
    CHECK_NE(text.find("matview::foreign_key<User>  user;  // column user_id, a guess"), text.npos);
    CHECK_NE(text.find("std::int64_t                quizzes_played;"), text.npos);
    CHECK_NE(text.find("std::optional<std::int32_t> best;"), text.npos);
    CHECK_NE(text.find("matview::materialized_view(\"daily_leaderboard\")"), text.npos);
    CHECK_NE(text.find("using primary_key = matview::key<&DailyLeaderboard::user>;"), text.npos);
    CHECK_NE(text.find("matview::index_on<matview::desc<&DailyLeaderboard::quizzes_played>>"), text.npos);
    CHECK_NE(text.find("static constexpr auto definition = R\"sql("), text.npos);
}

// From the tables alone that the examples make, and the views that their models say.
TEST_CASE("inspect: the structs that the examples use") {
    const matview_test::test_database database;
    matview_test::raw_connection on(database.conninfo());
    on.exec(
        "CREATE TABLE auth_user (id bigint PRIMARY KEY, username text NOT NULL);"
        "CREATE TABLE quiz_quizresult (user_id bigint NOT NULL, points integer NOT NULL, created_at timestamptz NOT "
        "NULL);"
        "CREATE TABLE maintainer (id bigint PRIMARY KEY, name text NOT NULL, email text);"
        "CREATE TABLE package (name text NOT NULL, version text NOT NULL, maintainer_id bigint NOT NULL, installed_kib "
        "bigint)");
    matview::connection db(database.conninfo());
    db.create<UserLeaderboard>();
    db.create<DailyLeaderboard>();
    db.create<debian::MaintainerShare>();
    const tried result = inspect(database.conninfo(), {"user_leaderboard", "daily_leaderboard", "maintainer_share",
                                                       "--related", "--definition", "--name", "auth_user=User"});
    is_good(result);
    const auto made = result.made["header"].get<std::string>();
    const std::string quiz = models_of_example("01_daily_leaderboard"),
                      maintainers = models_of_example("02_debian_maintainers");
    for (const char* const name : {"User", "UserLeaderboard", "DailyLeaderboard"})
        CHECK_EQ(members(made, name), members(quiz, name));
    for (const char* const name : {"Maintainer", "MaintainerShare"})
        CHECK_EQ(members(made, name), members(maintainers, name));
}

TEST_CASE("inspect: odd names, types and references compile, and what cannot be NULL is proved") {
    const matview_test::test_database database;
    matview_test::raw_connection(database.conninfo()).exec(odd_sql);
    const tried result =
        inspect(database.conninfo(), {"\"Odd\".\"Team Member\"", "team", "outer_joined", "inner_joined", "in_sets",
                                      "rolled", "filtered", "--definition"});
    is_good(result);
    CHECK_FALSE(nullable(result.made, "inner_joined", "class"));
    CHECK_FALSE(nullable(result.made, "inner_joined", "Int"));
    CHECK_FALSE(nullable(result.made, "outer_joined", "id"));
    CHECK(nullable(result.made, "outer_joined", "class"));
    CHECK(nullable(result.made, "outer_joined", "Int"));
    CHECK_FALSE(nullable(result.made, "outer_joined", "number"));
    CHECK_FALSE(nullable(result.made, "outer_joined", "total"));
    CHECK_FALSE(nullable(result.made, "in_sets", "id"));
    CHECK(nullable(result.made, "in_sets", "captain"));
    CHECK(nullable(result.made, "rolled", "id"));
    CHECK_FALSE(nullable(result.made, "rolled", "n"));
    CHECK(nullable(result.made, "filtered", "s"));
    CHECK_FALSE(nullable(result.made, "filtered", "t"));
}

TEST_CASE("inspect: the views and tables of pg_catalog") {
    const matview_test::test_database database;
    matview_test::raw_connection on(database.conninfo());
    std::vector<std::string> words;
    for (const auto& row :
         on.rows("SELECT 'pg_catalog.' || relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace "
                 "AND relkind IN ('v', 'r') ORDER BY 1"))
        words.push_back(row.at(0).value());
    REQUIRE_GT(words.size(), 100);
    is_good(inspect(database.conninfo(), words));
}

TEST_CASE("inspect: what is not there, and whom it cannot ask") {
    const matview_test::test_database database;
    matview_test::raw_connection(database.conninfo()).exec(quiz_sql);
    const finished absent = tool(database.conninfo(), {"inspect", "leaderboard"});
    CHECK_EQ(absent.status, 1);
    CHECK_EQ(absent.out, "");
    CHECK_NE(absent.err.find("daily_leaderboard"), absent.err.npos);
    CHECK_EQ(tool("host=/nowhere", {"inspect", "x"}).status, 6);
    CHECK_EQ(tool(database.conninfo(), {"inspect"}).status, 2);
    CHECK_EQ(tool(database.conninfo(), {"inspect", "auth_user", "--name", "auth_user=class"}).status, 2);
    CHECK_EQ(tool(database.conninfo(), {"create", "x"}).status, 2);
    const finished help = tool(database.conninfo(), {"--help"});
    CHECK_EQ(help.status, 0);
    CHECK_NE(help.out.find("inspect"), help.out.npos);
}
