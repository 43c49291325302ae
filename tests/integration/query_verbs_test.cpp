// Tests on text, arithmetic, distinct, only and defer, inner, | and &: each beside SQL written by hand.
#include <doctest/doctest.h>

#include <sstream>

#include "quiz_database.hpp"

using matview::asc;
using matview::col;
using matview::desc;
using matview::from;
using matview::inner;
using quiz::Leaderboard;
using quiz::Team;
using quiz::User;

namespace {

std::string ids(const std::vector<User>& rows) {
    std::string text;
    for (const User& row : rows) text += std::to_string(row.id) + " ";
    return text;
}
std::string ids(const std::vector<Leaderboard>& rows) {
    std::string text;
    for (const Leaderboard& row : rows) text += std::to_string(row.user.key()) + " ";
    return text;
}
std::string ids(const matview_test::text_rows& rows) {
    std::string text;
    for (const auto& row : rows) text += *row[0] + " ";
    return text;
}

struct Texts {
    std::int32_t id;
    std::optional<std::string> t;
    struct Meta {
        static constexpr auto relation = matview::table("texts");
    };
};

constexpr auto played = col<&Leaderboard::quizzes_played>;
constexpr auto best = col<&Leaderboard::best_score>;

}  // namespace

TEST_CASE("tests on text take what is special in patterns literally, on every type of text") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    matview_test::raw_connection by_hand(database.conninfo());
    db.execute("CREATE EXTENSION citext");
    constexpr auto t = col<&Texts::t>;
    struct lookup {
        matview::condition<Texts> condition;
        const char* by_hand;  // on `x`, a column of type text
    };
    const std::vector<lookup> lookups{
        {t.contains("%"), "strpos(x, '%') > 0"},
        {t.contains("_"), "strpos(x, '_') > 0"},
        {t.contains("\\"), "strpos(x, '\\') > 0"},
        {t.contains("0%_\\"), "strpos(x, '0%_\\') > 0"},
        {t.contains("'"), "strpos(x, '''') > 0"},
        {t.contains(""), "x IS NOT NULL"},
        {t.contains("AB"), "strpos(x, 'AB') > 0"},
        {t.starts_with("a"), "left(x, 1) = 'a'"},
        {t.starts_with("%"), "left(x, 1) = '%'"},
        {t.ends_with("z"), "right(x, 1) = 'z'"},
        {t.ends_with("\\"), "right(x, 1) = '\\'"},
        {t.icontains("AB"), "strpos(upper(x), 'AB') > 0"},
        {t.istarts_with("A"), "upper(left(x, 1)) = 'A'"},
        {t.iends_with("Z"), "upper(right(x, 1)) = 'Z'"},
        {t.iends_with("_"), "right(x, 1) = '_'"},
        {t.iexact("ABCZ"), "upper(x) = 'ABCZ'"},
        {t.iexact("100%_\\"), "x = '100%_\\'"},
        {t.regex("^a.*z$"), "x ~ '^a.*z$'"},
        {t.iregex("^A.*Z$"), "x ~* '^A.*Z$'"},
        {!t.contains("a"), "strpos(x, 'a') = 0 OR x IS NULL"},
        {t.contains(std::string("a")) && t.ends_with(std::string_view("z")),
         "strpos(x, 'a') > 0 AND right(x, 1) = 'z'"},
    };
    for (const char* type : {"text", "varchar(20)", "char(20)", "name", "citext"}) {
        CAPTURE(type);
        by_hand.exec("DROP TABLE IF EXISTS texts");
        by_hand.exec(std::string("CREATE TABLE texts (id int, t ") + type + ")");
        by_hand.exec(
            R"(INSERT INTO texts VALUES (1, 'abcz'), (2, 'ABCZ'), (3, '100%_\'), (4, '%a'), (5, NULL), (6, ''), (7, 'it''s'),
                        (8, 'caf' || chr(233) || '%'), (9, 'x_'), (10, 'a' || chr(10) || 'z'))");
        for (const lookup& l : lookups) {
            CAPTURE(l.by_hand);
            const auto q = from<Texts>().filter(l.condition).order_by(asc<&Texts::id>);
            std::string got;
            for (const Texts& row : db.fetch(q)) got += std::to_string(row.id) + " ";
            CHECK_EQ(got, ids(by_hand.rows("SELECT id FROM (SELECT id, t::text AS x FROM texts) AS s WHERE " +
                                           std::string(l.by_hand) + " ORDER BY id")));
        }
    }
    CHECK_THROWS_AS(db.fetch(from<Texts>().filter(t.regex("("))), matview::server_error);
    CHECK_THROWS_AS(db.fetch(from<Texts>().filter(t.contains(std::string("a\0b", 3)))), matview::value_error);
    CHECK_THROWS_AS(db.fetch(from<Texts>().filter(t.iexact("\xff"))), matview::value_error);
}

TEST_CASE("columns beside columns, and arithmetic, beside SQL by hand") {
    matview_test::quiz_database quiz;
    struct sum {
        matview::condition<Leaderboard> condition;
        const char* by_hand;
    };
    const std::vector<sum> sums{
        {played + 1 > 3, "quizzes_played + 1 > 3"},
        {3 < 1 + played, "quizzes_played + 1 > 3"},
        {best - played * 10 == 60, "best_score - quizzes_played * 10 = 60"},
        {best / 7 == 10, "best_score / 7 = 10"},
        {best % 20 == 10, "best_score % 20 = 10"},
        {best * 0.5 > 30, "best_score * 0.5 > 30"},
        {best * matview::numeric("0.1") == matview::numeric("7.0"), "best_score * 0.1 = 7"},
        {best != played + 87, "best_score IS DISTINCT FROM quizzes_played + 87"},
        {best == played + 87, "best_score = quizzes_played + 87"},
        {played + 47 >= best, "best_score <= quizzes_played + 47"},
        {-best < -60, "best_score > 60"},
        {(best + 1) == std::nullopt, "best_score IS NULL"},
        {(best + 1) != std::nullopt, "best_score IS NOT NULL"},
        {(best + 1).in({91, 51}), "best_score + 1 IN (91, 51)"},
        {(best + 1).between(50, 71), "best_score + 1 BETWEEN 50 AND 71"},
        {(best + 1).is_null() || played == 3, "best_score IS NULL OR quizzes_played = 3"},
        {!(best + 1 > 60), "best_score <= 59 OR best_score IS NULL"},
        {best > played, "best_score > quizzes_played"},
        {col<&Leaderboard::user> == played, "user_id = quizzes_played"},
        {col<&Leaderboard::user, &User::id> + 1 == 3, "user_id + 1 = 3"},
        {best + 2147483647 > 2147483700, "best_score::int8 + 2147483647 > 2147483700"},
        {best * 2147483647 > 0, "best_score IS NOT NULL"},  // beyond int4, where the column's type is int4
    };
    for (const sum& s : sums) {
        CAPTURE(s.by_hand);
        const auto q = from<Leaderboard>().filter(s.condition).order_by(asc<&Leaderboard::user>);
        const auto rows =
            quiz.other.rows("SELECT user_id FROM leaderboard WHERE " + std::string(s.by_hand) + " ORDER BY 1");
        CHECK_EQ(ids(quiz.db.fetch(q)), ids(rows));
        CHECK_EQ(quiz.db.count(q), static_cast<std::int64_t>(rows.size()));
    }
    CHECK_EQ(ids(quiz.db.fetch(
                 from<Leaderboard>().order_by((best - played * 30).desc().nulls_last(), asc<&Leaderboard::user>))),
             ids(quiz.other.rows(
                 "SELECT user_id FROM leaderboard ORDER BY best_score - quizzes_played * 30 DESC NULLS LAST, 1")));
    CHECK_EQ(quiz.db.last(from<Leaderboard>().filter(best.is_not_null()).order_by(best - played * 30))->user.key(), 5);
    CHECK_THROWS_AS(quiz.db.fetch(from<Leaderboard>().filter(best / 0 == 1)), matview::server_error);
}

TEST_CASE("conditions are built in loops; an empty one is true wherever it stands") {
    matview_test::quiz_database quiz;
    using condition = matview::condition<User>;
    const auto all = quiz.db.count<User>();
    CHECK_EQ(quiz.db.count(from<User>().filter(condition())), all);
    CHECK_EQ(quiz.db.count(from<User>().exclude(condition())), 0);
    CHECK_EQ(quiz.db.count(from<User>().filter(!condition())), 0);
    CHECK_EQ(quiz.db.count(from<User>().filter(condition() || col<&User::id> == 1)), all);
    CHECK_EQ(quiz.db.count(from<User>().filter(col<&User::id> == 1 || condition())), all);
    CHECK_EQ(quiz.db.count(from<User>().filter(condition() && col<&User::id> == 1)), 1);
    CHECK_EQ(quiz.db.count(from<User>().filter(!condition() || col<&User::id> == 1)), 1);

    condition both;
    for (const int least : {1, 2, 3}) both = both && col<&User::id> > least;
    CHECK_EQ(quiz.db.count(from<User>().filter(both)), 2);
    std::vector<condition> named;
    CHECK_EQ(quiz.db.count(from<User>().filter(any_of(named))), 0);
    CHECK_EQ(quiz.db.count(from<User>().filter(all_of(named))), all);
    for (const char* name : {"ann", "bob"}) named.push_back(col<&User::username> == name);
    CHECK_EQ(quiz.db.count(from<User>().filter(any_of(named))), 2);
    CHECK_EQ(quiz.db.count(from<User>().filter(all_of(named))), 0);
}

TEST_CASE("queries joined by | and &") {
    matview_test::quiz_database quiz;
    const auto all = from<Leaderboard>();
    const auto low = all.filter(best < 60).order_by(asc<&Leaderboard::user>);
    const auto often = all.filter(played == 3).order_by(desc<&Leaderboard::user>);
    CHECK_EQ(ids(quiz.db.fetch(low | often)), "6 5 2 1 ");  // the order is the right one's
    CHECK_EQ(ids(quiz.db.fetch(often | low)), "1 2 5 6 ");
    CHECK_EQ(quiz.db.count(low & often), 0);
    CHECK_EQ(quiz.db.count(low | all), 6);
    CHECK_EQ(quiz.db.count(low & all), 2);
    CHECK(quiz.db.fetch(low.select_related<&Leaderboard::user>() | often)[0].user.loaded());
    CHECK_THROWS_AS(static_cast<void>(low | often.limit(1)), matview::query_error);
    CHECK_THROWS_AS(static_cast<void>(low.offset(1) & often), matview::query_error);
    CHECK_THROWS_AS(static_cast<void>(low.distinct() | often), matview::query_error);
    const auto with_user = all.select_related<inner<&Leaderboard::user>>();
    CHECK_THROWS_AS(static_cast<void>(low | with_user), matview::query_error);
    CHECK_EQ(quiz.db.count(low & with_user), 1);
}

namespace {
struct Play {
    std::optional<matview::foreign_key<User>> user;
    std::optional<std::int32_t> high;
    struct Meta {
        static constexpr auto relation = matview::view("plays");
    };
};
struct Board {
    matview::foreign_key<User> user;
    std::optional<std::int64_t> quizzes_played;
    std::optional<std::int32_t> best_score;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("leaderboard");
        using primary_key = matview::key<&Board::user>;
    };
};
}  // namespace

TEST_CASE("distinct rows, in any order, and counted as they are fetched") {
    matview_test::quiz_database quiz;
    quiz.other.exec(
        "CREATE VIEW plays AS SELECT user_id, CASE WHEN score > 50 THEN 1 ELSE 0 END AS high FROM quiz_quizresult");
    const auto same = [&](const matview::query<Play>& q, const char* sql) {
        CAPTURE(q.sql().text);
        const auto by_hand = quiz.other.rows(sql);
        const auto rows = quiz.db.fetch(q);
        REQUIRE_EQ(rows.size(), by_hand.size());
        CHECK_EQ(quiz.db.count(q), static_cast<std::int64_t>(rows.size()));
        CHECK_EQ(quiz.db.exists(q), !rows.empty());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            CHECK_EQ(std::to_string(rows[i].user ? rows[i].user->key() : -1), by_hand[i][0].value_or("-1"));
            CHECK_EQ(std::to_string(rows[i].high.value_or(-1)), by_hand[i][1].value_or("-1"));
        }
    };
    constexpr auto user = asc<&Play::user>;
    constexpr auto high = desc<&Play::high>;
    same(from<Play>().distinct().order_by(user, high), "SELECT DISTINCT user_id, high FROM plays ORDER BY 1, 2 DESC");
    same(from<Play>().distinct().order_by(high, user).limit(3),
         "SELECT DISTINCT user_id, high FROM plays ORDER BY 2 DESC, 1 LIMIT 3");
    same(from<Play>().distinct().order_by(high, user).limit(3).offset(7),
         "SELECT DISTINCT user_id, high FROM plays ORDER BY 2 DESC, 1 LIMIT 3 OFFSET 7");
    same(from<Play>().distinct().order_by(user, high).offset(100), "SELECT user_id, high FROM plays WHERE false");
    same(from<Play>().distinct().order_by((col<&Play::high> * 2 - 1).desc(), user),
         "SELECT DISTINCT user_id, high FROM plays ORDER BY 2 DESC, 1");
    same(from<Play>().distinct().order_by(asc<&Play::user, &User::username>.nulls_last(), high),
         "SELECT DISTINCT p.user_id, p.high, u.username FROM plays AS p LEFT JOIN auth_user AS u ON u.id = p.user_id "
         "ORDER BY 3 NULLS LAST, 2 DESC");
    same(from<Play>().only<&Play::high>().distinct().order_by(high),
         "SELECT DISTINCT NULL, high FROM plays ORDER BY 2 DESC");
    same(from<Play>().filter(col<&Play::high> == 1).distinct().select_related<&Play::user>().order_by(user),
         "SELECT DISTINCT user_id, high FROM plays WHERE high = 1 ORDER BY 1");
    CHECK_EQ(quiz.db.last(from<Play>().distinct().order_by(user, high))->user->key(), 6);
}

TEST_CASE("only and defer leave fields empty that are optional") {
    matview_test::quiz_database quiz;
    const auto all = from<Board>().order_by(asc<&Board::user>);
    const auto only = quiz.db.fetch(all.only<&Board::user, &Board::best_score>());
    CHECK_EQ(only.at(0).best_score, 90);
    CHECK_FALSE(only.at(0).quizzes_played.has_value());
    const auto keys = quiz.db.fetch(all.only<&Board::user>());
    CHECK_EQ(keys.at(5).user.key(), 6);
    CHECK_FALSE(keys.at(5).best_score.has_value());
    const auto deferred = quiz.db.fetch(all.defer<&Board::best_score>());
    CHECK_FALSE(deferred.at(0).best_score.has_value());
    CHECK_EQ(deferred.at(0).quizzes_played, 3);
    CHECK_FALSE(quiz.db.fetch(all.defer<&Board::best_score>().defer<&Board::quizzes_played>()).at(0).quizzes_played);
    CHECK_EQ(quiz.db.fetch(all.defer<&Board::quizzes_played>().only<&Board::user, &Board::quizzes_played>())
                 .at(0)
                 .quizzes_played,
             3);
    const auto related = quiz.db.fetch(all.only<&Board::user>().select_related<&Board::user>());
    CHECK_EQ(related.at(0).user->username, "ann");
    CHECK_EQ(quiz.db.count(all.only<&Board::user>()), 6);
    CHECK_EQ(quiz.db.get(all.only<&Board::user>().filter(col<&Board::best_score> == 90)).user.key(), 1);

    quiz.other.exec("CREATE VIEW plays AS SELECT user_id, score AS high FROM quiz_quizresult");
    CHECK_THROWS_AS(quiz.db.fetch(from<Play>().defer<&Play::user>().select_related<&Play::user>()),
                    matview::query_error);
    CHECK_EQ(quiz.db.fetch(from<Play>().defer<&Play::user, &Play::high>()).size(), 12);
}

TEST_CASE("inner leaves out the rows whose related row is gone, in every verb") {
    matview_test::quiz_database quiz;
    const auto all = from<Leaderboard>().order_by(asc<&Leaderboard::user>);
    CHECK_EQ(ids(quiz.db.fetch(all.select_related<&Leaderboard::user>())), "1 2 3 4 5 6 ");
    const auto there = all.select_related<inner<&Leaderboard::user>>();
    CHECK_EQ(ids(quiz.db.fetch(there)), "1 2 3 4 5 ");
    CHECK_EQ(ids(quiz.db.fetch(all.select_related(inner<&Leaderboard::user>))), "1 2 3 4 5 ");
    CHECK_EQ(quiz.db.count(there), 5);
    CHECK_EQ(quiz.db.last(there)->user->username, "eve");
    CHECK_EQ(quiz.db.exists(there.filter(col<&Leaderboard::user> == 6)), false);
    const auto in_team = all.select_related<inner<&Leaderboard::user, &User::team>>();
    CHECK_EQ(ids(quiz.db.fetch(in_team)), "1 2 3 ");
    CHECK_EQ(quiz.db.fetch(in_team)[0].user->team->operator*().name, "red");
    CHECK_EQ(quiz.db.count(in_team.limit(2)), 2);
}

TEST_CASE("thousands of values travel as one array parameter") {
    matview_test::quiz_database quiz;
    std::vector<std::string> names;
    for (int i = 0; i < 20000; ++i) names.push_back("user " + std::to_string(i));
    names.emplace_back("eve");
    const auto q = from<User>().filter(col<&User::username>.in(names));
    CHECK_EQ(q.sql().parameters.size(), 1);
    CHECK_EQ(ids(quiz.db.fetch(q)), "5 ");
}
