// The SQL that queries become: each text is compared, prepared and run on a real server, and its rows compared with those of SQL
// written by hand, which goes another way to the server.
#include <doctest/doctest.h>

#include "quiz_database.hpp"

using matview::asc;
using matview::col;
using matview::desc;
using matview::from;
using quiz::Leaderboard;
using quiz::Team;
using quiz::User;

namespace {

std::vector<std::string> keys_of(const std::vector<Leaderboard>& rows) {
    std::vector<std::string> keys;
    for (const Leaderboard& row : rows) keys.push_back(std::to_string(row.user.key()));
    return keys;
}

struct golden {
    const char* name;
    matview::query<Leaderboard> query;
    const char* text;
    const char* by_hand;  // gives user_id in the first column
};

const char* const head = "SELECT t0.\"user_id\", t0.\"quizzes_played\", t0.\"best_score\"\nFROM \"leaderboard\" AS t0";

// Where a fetch filters by a column that it does not read, it selects nothing of that column's type, so that a change of it is noticed.
std::string head_with(const std::string& more) {
    return "SELECT t0.\"user_id\", t0.\"quizzes_played\", t0.\"best_score\", " + more + "\nFROM \"leaderboard\" AS t0";
}

std::vector<golden> goldens() {
    const auto all = from<Leaderboard>().order_by(asc<&Leaderboard::user>);
    constexpr auto played = col<&Leaderboard::quizzes_played>;
    constexpr auto best = col<&Leaderboard::best_score>;
    constexpr auto user = col<&Leaderboard::user>;
    constexpr auto username = col<&Leaderboard::user, &User::username>;
    constexpr auto active = col<&Leaderboard::user, &User::active>;
    constexpr auto team_name = col<&Leaderboard::user, &User::team, &Team::name>;
    const std::string by_user = "\nORDER BY t0.\"user_id\"";
    const std::string join_user = "\nLEFT JOIN \"auth_user\" AS t1 ON t1.\"id\" = t0.\"user_id\"";
    static std::vector<std::string> kept;
    kept.reserve(64);
    const auto text = [&](const std::string& rest) { return kept.emplace_back(head + rest + by_user).c_str(); };
    const auto joined = [&](const std::string& rest) {
        return kept.emplace_back(head + join_user + rest + by_user).c_str();
    };
    return {
        {"all", all, text(""), "SELECT user_id FROM leaderboard ORDER BY 1"},
        {"equal", all.filter(played == 3), text("\nWHERE t0.\"quizzes_played\" = $1"),
         "SELECT user_id FROM leaderboard WHERE quizzes_played = 3 ORDER BY 1"},
        {"column on the right", all.filter(2 <= played), text("\nWHERE t0.\"quizzes_played\" >= $1"),
         "SELECT user_id FROM leaderboard WHERE quizzes_played >= 2 ORDER BY 1"},
        {"less", all.filter(played < 2), text("\nWHERE t0.\"quizzes_played\" < $1"),
         "SELECT user_id FROM leaderboard WHERE quizzes_played < 2 ORDER BY 1"},
        {"not equal keeps NULL", all.filter(best != 90), text("\nWHERE (t0.\"best_score\" = $1) IS NOT TRUE"),
         "SELECT user_id FROM leaderboard WHERE best_score IS DISTINCT FROM 90 ORDER BY 1"},
        {"exclude keeps NULL", all.exclude(best > 60), text("\nWHERE (t0.\"best_score\" > $1) IS NOT TRUE"),
         "SELECT user_id FROM leaderboard WHERE best_score <= 60 OR best_score IS NULL ORDER BY 1"},
        {"not keeps NULL", all.filter(!(best > 60)), text("\nWHERE (t0.\"best_score\" > $1) IS NOT TRUE"),
         "SELECT user_id FROM leaderboard WHERE best_score <= 60 OR best_score IS NULL ORDER BY 1"},
        {"exclude of two", all.exclude(best > 60, played == 3),
         text("\nWHERE (t0.\"best_score\" > $1 AND t0.\"quizzes_played\" = $2) IS NOT TRUE"),
         "SELECT user_id FROM leaderboard WHERE NOT (coalesce(best_score > 60, false) AND quizzes_played = 3) ORDER BY "
         "1"},
        {"is null", all.filter(best.is_null()), text("\nWHERE t0.\"best_score\" IS NULL"),
         "SELECT user_id FROM leaderboard WHERE best_score IS NULL ORDER BY 1"},
        {"nullopt is null", all.filter(best == std::nullopt), text("\nWHERE t0.\"best_score\" IS NULL"),
         "SELECT user_id FROM leaderboard WHERE best_score IS NULL ORDER BY 1"},
        {"is not null", all.filter(best != std::nullopt), text("\nWHERE (t0.\"best_score\" IS NULL) IS NOT TRUE"),
         "SELECT user_id FROM leaderboard WHERE best_score IS NOT NULL ORDER BY 1"},
        {"in", all.filter(user.in({1, 4, 77})), text("\nWHERE t0.\"user_id\" = ANY ($1)"),
         "SELECT user_id FROM leaderboard WHERE user_id IN (1, 4, 77) ORDER BY 1"},
        {"in nothing", all.filter(user.in(std::vector<int>{})), text("\nWHERE t0.\"user_id\" = ANY ($1)"),
         "SELECT user_id FROM leaderboard WHERE false"},
        {"exclude of in", all.exclude(best.in({90, 70})), text("\nWHERE (t0.\"best_score\" = ANY ($1)) IS NOT TRUE"),
         "SELECT user_id FROM leaderboard WHERE best_score NOT IN (90, 70) OR best_score IS NULL ORDER BY 1"},
        {"between", all.filter(best.between(50, 70)),
         text("\nWHERE t0.\"best_score\" >= $1 AND t0.\"best_score\" <= $2"),
         "SELECT user_id FROM leaderboard WHERE best_score BETWEEN 50 AND 70 ORDER BY 1"},
        {"or in and", all.filter((played == 3 || best == 50) && user > 1),
         text("\nWHERE (t0.\"quizzes_played\" = $1 OR t0.\"best_score\" = $2) AND t0.\"user_id\" > $3"),
         "SELECT user_id FROM leaderboard WHERE (quizzes_played = 3 OR best_score = 50) AND user_id > 1 ORDER BY 1"},
        {"two filters", all.filter(played == 3).filter(user != 1),
         text("\nWHERE t0.\"quizzes_played\" = $1 AND (t0.\"user_id\" = $2) IS NOT TRUE"),
         "SELECT user_id FROM leaderboard WHERE quizzes_played = 3 AND user_id <> 1 ORDER BY 1"},
        {"two columns", all.filter(played > best), text("\nWHERE t0.\"quizzes_played\" > t0.\"best_score\""),
         "SELECT user_id FROM leaderboard WHERE quizzes_played > best_score ORDER BY 1"},
        {"across a relation", all.filter(username == "bob"),
         kept.emplace_back(head_with("(SELECT \"username\" FROM \"auth_user\" LIMIT 0)") + join_user +
                           "\nWHERE t1.\"username\" = $1" + by_user)
             .c_str(),
         "SELECT user_id FROM leaderboard l JOIN auth_user u ON u.id = l.user_id WHERE username = 'bob' ORDER BY 1"},
        {"bool column", all.filter(active), joined("\nWHERE t1.\"active\""),
         "SELECT user_id FROM leaderboard l JOIN auth_user u ON u.id = l.user_id WHERE active ORDER BY 1"},
        {"not a bool column", all.filter(!active), joined("\nWHERE (t1.\"active\") IS NOT TRUE"),
         "SELECT user_id FROM leaderboard l LEFT JOIN auth_user u ON u.id = l.user_id WHERE active IS NOT TRUE ORDER "
         "BY 1"},
        {"relation that is gone", all.filter(username == std::nullopt), joined("\nWHERE t1.\"username\" IS NULL"),
         "SELECT user_id FROM leaderboard WHERE user_id NOT IN (SELECT id FROM auth_user) ORDER BY 1"},
        {"across two relations", all.filter(team_name == "red"),
         kept.emplace_back(head_with("(SELECT \"name\" FROM \"team\" LIMIT 0)") + join_user +
                           "\nLEFT JOIN \"team\" AS t2 ON t2.\"id\" = t1.\"team_id\"" + "\nWHERE t2.\"name\" = $1" +
                           by_user)
             .c_str(),
         "SELECT user_id FROM leaderboard l JOIN auth_user u ON u.id = l.user_id JOIN team t ON t.id = u.team_id "
         "WHERE t.name = 'red' ORDER BY 1"},
        {"several orders",
         from<Leaderboard>().order_by(desc<&Leaderboard::best_score>.nulls_last(), desc<&Leaderboard::user>),
         kept.emplace_back(std::string(head) + "\nORDER BY t0.\"best_score\" DESC NULLS LAST, t0.\"user_id\" DESC")
             .c_str(),
         "SELECT user_id FROM leaderboard ORDER BY best_score DESC NULLS LAST, user_id DESC"},
        {"nulls first", from<Leaderboard>().order_by(asc<&Leaderboard::best_score>.nulls_first(), user),
         kept.emplace_back(std::string(head) + "\nORDER BY t0.\"best_score\" NULLS FIRST, t0.\"user_id\"").c_str(),
         "SELECT user_id FROM leaderboard ORDER BY best_score NULLS FIRST, user_id"},
        {"order across a relation", from<Leaderboard>().order_by(desc<&Leaderboard::user, &User::username>),
         kept.emplace_back(std::string(head) + join_user + "\nORDER BY t1.\"username\" DESC").c_str(),
         "SELECT user_id FROM leaderboard l LEFT JOIN auth_user u ON u.id = l.user_id ORDER BY username DESC"},
        {"the last order counts", from<Leaderboard>().order_by(played.desc()).order_by(user.desc()),
         kept.emplace_back(std::string(head) + "\nORDER BY t0.\"user_id\" DESC").c_str(),
         "SELECT user_id FROM leaderboard ORDER BY user_id DESC"},
        {"limit and offset", all.limit(2).offset(1), kept.emplace_back(head + by_user + "\nLIMIT 2\nOFFSET 1").c_str(),
         "SELECT user_id FROM leaderboard ORDER BY 1 LIMIT 2 OFFSET 1"},
        {"limit zero", all.limit(0), kept.emplace_back(head + by_user + "\nLIMIT 0").c_str(),
         "SELECT user_id FROM leaderboard LIMIT 0"},
        {"select_related", all.select_related<&Leaderboard::user>(),
         kept.emplace_back(
                 "SELECT t0.\"user_id\", t0.\"quizzes_played\", t0.\"best_score\", t1.\"id\", t1.\"username\", "
                 "t1.\"active\", t1.\"team_id\"\nFROM \"leaderboard\" AS t0" +
                 join_user + by_user)
             .c_str(),
         "SELECT user_id FROM leaderboard ORDER BY 1"},
        {"select_related along two", all.select_related<&Leaderboard::user, &User::team>().filter(team_name != "red"),
         kept.emplace_back(
                 "SELECT t0.\"user_id\", t0.\"quizzes_played\", t0.\"best_score\", t1.\"id\", t1.\"username\", "
                 "t1.\"active\", t1.\"team_id\", t2.\"id\", t2.\"name\"\nFROM \"leaderboard\" AS t0" +
                 join_user +
                 "\nLEFT JOIN \"team\" AS t2 ON t2.\"id\" = t1.\"team_id\"\nWHERE (t2.\"name\" = $1) IS NOT TRUE" +
                 by_user)
             .c_str(),
         "SELECT user_id FROM leaderboard WHERE user_id NOT IN (1, 3) ORDER BY 1"},
    };
}

}  // namespace

TEST_CASE("golden SQL: text, and rows as SQL by hand has them") {
    matview_test::quiz_database quiz;
    for (const golden& g : goldens()) {
        CAPTURE(g.name);
        CHECK_EQ(g.query.sql().text, g.text);
        std::vector<std::string> by_hand;
        for (const auto& row : quiz.other.rows(g.by_hand)) by_hand.push_back(*row[0]);
        CHECK_EQ(keys_of(quiz.db.fetch(g.query)), by_hand);
        CHECK_EQ(quiz.db.count(g.query), static_cast<std::int64_t>(by_hand.size()));
        CHECK_EQ(quiz.db.exists(g.query), !by_hand.empty());
    }
}

TEST_CASE("names are quoted, values never enter the text") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        R"sql(CREATE SCHEMA "Mixed.Case"; CREATE TABLE "Mixed.Case"."a ""quoted"" name" ("select" int, note text);
                     INSERT INTO "Mixed.Case"."a ""quoted"" name" VALUES (1, 'x''; DROP TABLE team; --'))sql");
    struct Odd {
        std::int32_t chosen;
        std::string note;
    };
    const auto rows =
        db.query<Odd>(R"(SELECT "select" AS chosen, note FROM "Mixed.Case"."a ""quoted"" name" WHERE note = $1)",
                      "x'; DROP TABLE team; --");
    REQUIRE_EQ(rows.size(), 1);
    CHECK_EQ(rows[0].note, "x'; DROP TABLE team; --");
}

namespace {
struct OddlyNamed {
    std::int32_t chosen;
    std::string note;
    struct Meta {
        static constexpr auto relation = matview::table("a \"quoted\" name", "Mixed.Case");
        using columns = matview::columns<matview::db_column<&OddlyNamed::chosen, "select">>;
    };
};
}  // namespace

TEST_CASE("a model of oddly named things reads them") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        R"sql(CREATE SCHEMA "Mixed.Case"; CREATE TABLE "Mixed.Case"."a ""quoted"" name" ("select" int, note text);
                     INSERT INTO "Mixed.Case"."a ""quoted"" name" VALUES (7, 'n'))sql");
    const auto hostile = std::string("'; DROP TABLE \"Mixed.Case\".\"a \"\"quoted\"\" name\"; --");
    CHECK_EQ(db.count(from<OddlyNamed>().filter(col<&OddlyNamed::note> == hostile)), 0);
    CHECK_EQ(db.fetch<OddlyNamed>().at(0).chosen, 7);
    CHECK(from<OddlyNamed>().filter(col<&OddlyNamed::note> == hostile).sql().text.find("DROP") == std::string::npos);
    CHECK(db.verify<OddlyNamed>().ok());
}
