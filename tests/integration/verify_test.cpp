// verify: k planted faults give exactly those k, a right struct none; and each mend mends.
#include <doctest/doctest.h>

#include <algorithm>

#include "quiz_database.hpp"

using matview::purpose;
using quiz::Leaderboard;
using quiz::User;
using kind = matview::problem::kind;

namespace {

struct Planted {
    std::string user_id;               // 1: is bigint
    std::int32_t quizzes_played;       // 2: is bigint, a narrowing
    std::optional<std::int32_t> best;  // 3: is best_score
    std::optional<matview::numeric> best_score;
    struct Meta {
        static constexpr auto relation = matview::view("leaderboard");  // 4: is a materialized view
        using primary_key = matview::key<&Planted::user_id>;
    };
};
struct AsTable {
    std::int64_t user_id;
    struct Meta {
        static constexpr auto relation = matview::table("leaderboard");
    };
};
struct Partitioned {
    std::int32_t id;
    struct Meta {
        static constexpr auto relation = matview::table("partitioned");
    };
};

std::vector<kind> kinds(const matview::verification& found) {
    std::vector<kind> all;
    for (const auto& p : found) {
        CHECK_FALSE(p.mend.empty());
        all.push_back(p.what);
    }
    return all;
}

}  // namespace

TEST_CASE("a right struct has no problem for any purpose") {
    matview_test::quiz_database quiz;
    for (const purpose p : {purpose::read, purpose::refresh, purpose::refresh_concurrently}) {
        const auto found = quiz.db.verify<Leaderboard>(p);
        CHECK_MESSAGE(found.ok(), to_string(found));
    }
    CHECK(quiz.db.verify<quiz::User>().ok());
    CHECK(quiz.db.verify<quiz::Team>().ok());  // int4 and varchar widen
    quiz.other.exec("CREATE TABLE partitioned (id int) PARTITION BY RANGE (id)");
    CHECK(quiz.db.verify<Partitioned>().ok());
}

TEST_CASE("four planted faults are those four") {
    matview_test::quiz_database quiz;
    const auto found = quiz.db.verify<Planted>(purpose::read);
    CHECK_EQ(kinds(found),
             std::vector<kind>{kind::wrong_type, kind::wrong_type, kind::absent_column, kind::wrong_kind});
    const std::string text = to_string(found);
    for (const char* part : {"std::int64_t", "matview::db_column<&Planted::best", "matview::materialized_view"})
        CHECK_MESSAGE(text.find(part) != std::string::npos, text);
    CHECK_EQ(kinds(quiz.db.verify<AsTable>()), std::vector<kind>{kind::wrong_kind});
}

TEST_CASE("nothing there at all is one problem") {
    matview_test::quiz_database quiz(false);
    CHECK_EQ(kinds(quiz.db.verify<Leaderboard>(purpose::refresh_concurrently)),
             std::vector<kind>{kind::absent_relation});
}

TEST_CASE("a table in the view's place, for each purpose") {
    matview_test::quiz_database quiz(false);
    quiz.other.exec("CREATE TABLE leaderboard (user_id bigint, quizzes_played bigint, best_score int)");
    for (const purpose p : {purpose::read, purpose::refresh, purpose::refresh_concurrently})
        CHECK_EQ(kinds(quiz.db.verify<Leaderboard>(p)), std::vector<kind>{kind::wrong_kind});
}

TEST_CASE("not populated matters to reading and to a concurrent refresh") {
    matview_test::quiz_database quiz(false);
    quiz.db.create<Leaderboard>({.with_data = false});
    CHECK_EQ(kinds(quiz.db.verify<Leaderboard>(purpose::read)), std::vector<kind>{kind::not_populated});
    CHECK_EQ(kinds(quiz.db.verify<Leaderboard>(purpose::refresh)), std::vector<kind>{});
    CHECK_EQ(kinds(quiz.db.verify<Leaderboard>(purpose::refresh_concurrently)), std::vector<kind>{kind::not_populated});
}

TEST_CASE("unique indexes that a concurrent refresh cannot use, and the exact one that it can") {
    matview_test::quiz_database quiz;
    quiz.other.exec("DROP INDEX leaderboard_user_id_idx");
    for (const char* useless :
         {"CREATE INDEX ON leaderboard (user_id)", "CREATE UNIQUE INDEX ON leaderboard (user_id) WHERE user_id > 0",
          "CREATE UNIQUE INDEX ON leaderboard ((user_id + 0))",
          "CREATE UNIQUE INDEX ON leaderboard (user_id, (quizzes_played + 0))"}) {
        CAPTURE(useless);
        quiz.other.exec(useless);
        CHECK_EQ(kinds(quiz.db.verify<Leaderboard>(purpose::refresh_concurrently)),
                 std::vector<kind>{kind::no_usable_unique_index});
        CHECK_THROWS_AS(quiz.db.refresh_concurrently<Leaderboard>(), matview::no_usable_unique_index);
    }
    CHECK(quiz.db.verify<Leaderboard>(purpose::refresh).ok());
    const auto found = quiz.db.verify<Leaderboard>(purpose::refresh_concurrently);
    CHECK_EQ(found.problems().at(0).mend, "CREATE UNIQUE INDEX ON \"public\".\"leaderboard\" (\"user_id\")");
    quiz.other.exec(found.problems().at(0).mend);
    CHECK(quiz.db.verify<Leaderboard>(purpose::refresh_concurrently).ok());
    quiz.db.refresh_concurrently<Leaderboard>();
}

TEST_CASE("rights, each with the statement that gives it") {
    matview_test::quiz_database quiz;
    matview_test::test_role role(quiz.database);
    matview::connection as_role(quiz.database.conninfo(role));
    const auto read = as_role.verify<Leaderboard>(purpose::read);
    CHECK_EQ(kinds(read), std::vector<kind>{kind::missing_right});
    CHECK_THROWS_AS(as_role.fetch<Leaderboard>(), matview::insufficient_privilege);
    quiz.other.exec(read.problems().at(0).mend);
    CHECK(as_role.verify<Leaderboard>(purpose::read).ok());
    CHECK_EQ(as_role.fetch<Leaderboard>().size(), 6);

    CHECK_EQ(kinds(as_role.verify<Leaderboard>(purpose::refresh)), std::vector<kind>{kind::missing_right});
    quiz.other.exec("GRANT CREATE ON SCHEMA public TO " + role.name() + "; GRANT SELECT ON quiz_quizresult TO " +
                    role.name() + "; ALTER MATERIALIZED VIEW leaderboard OWNER TO " + role.name());
    CHECK(as_role.verify<Leaderboard>(purpose::refresh_concurrently).ok());
    quiz.other.exec("REVOKE TEMPORARY ON DATABASE " + quiz.database.name() + " FROM PUBLIC");
    const auto temp = as_role.verify<Leaderboard>(purpose::refresh_concurrently);
    CHECK_EQ(kinds(temp), std::vector<kind>{kind::missing_right});
    CHECK_THROWS_AS(as_role.refresh_concurrently<Leaderboard>(), matview::insufficient_privilege);
    quiz.other.exec(temp.problems().at(0).mend);
    CHECK(as_role.verify<Leaderboard>(purpose::refresh_concurrently).ok());
    as_role.refresh_concurrently<Leaderboard>();
}

TEST_CASE("one read of the catalog, also where public operators lie in wait") {
    matview_test::quiz_database quiz;
    quiz.other.exec(R"sql(CREATE FUNCTION public.never(varchar, varchar) RETURNS bool LANGUAGE sql AS 'SELECT false';
                          CREATE OPERATOR public.= (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = public.never))sql");
    const auto found = quiz.db.verify<Leaderboard>(purpose::refresh_concurrently);
    CHECK_MESSAGE(found.ok(), to_string(found));
}

TEST_CASE("functions and operators of others: lookups go past them, comparisons that cannot are told, and mended") {
    matview_test::quiz_database quiz;
    constexpr auto name = matview::col<&User::username>;
    CHECK(quiz.db.verify<User>().ok());
    quiz.other.exec(R"sql(
        CREATE FUNCTION public.lower(varchar) RETURNS text LANGUAGE sql AS $$ SELECT 'stolen'::text $$;
        CREATE FUNCTION public.never(varchar, varchar) RETURNS bool LANGUAGE sql AS 'SELECT false';
        CREATE OPERATOR public.= (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = public.never);
        CREATE OPERATOR public.~~ (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = public.never);
        CREATE OPERATOR public.~ (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = public.never))sql");
    CHECK_EQ(quiz.other.rows("SELECT lower(username) FROM auth_user WHERE id = 1")[0][0],
             "stolen");  // it does take over
    CHECK_EQ(quiz.db.count(matview::from<User>().filter(name.iexact("ANN"))), 1);
    CHECK_EQ(quiz.db.count(matview::from<User>().filter(name.icontains("AN"))), 2);
    CHECK_EQ(quiz.db.count(matview::from<User>().filter(name.starts_with("an"))), 1);
    CHECK_EQ(quiz.db.count(matview::from<User>().filter(name.regex("^a"))), 1);
    const auto found = quiz.db.verify<User>();
    REQUIRE_EQ(kinds(found), std::vector<kind>{kind::taken_over_operator});
    CHECK_EQ(found.problems().at(0).column, "username");
    CHECK_EQ(quiz.db.count(matview::from<User>().filter(name == "ann")), 0);  // what it warns of
    const std::string mend = found.problems().at(0).mend;
    quiz.other.exec(mend.substr(0, mend.find(", or ")));
    CHECK(quiz.db.verify<User>().ok());
    CHECK_EQ(quiz.db.count(matview::from<User>().filter(name == "ann")), 1);
}
