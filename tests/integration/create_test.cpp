#include <doctest/doctest.h>

#include "quiz_database.hpp"

using quiz::Leaderboard;

namespace {

struct RecentPlayers {  // a plain view
    std::int64_t user_id;
    struct Meta {
        static constexpr auto relation = matview::view("recent_players");
        static constexpr auto definition = "SELECT DISTINCT user_id FROM quiz_quizresult ; \n";
    };
};
struct NotUnique {
    std::int64_t user_id;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("not_unique");
        using primary_key = matview::key<&NotUnique::user_id>;
        static constexpr auto definition = "SELECT user_id FROM quiz_quizresult -- a comment at the end";
    };
};
struct Different {
    std::int64_t user_id;
    std::string nickname;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("different");
        static constexpr auto definition = "SELECT user_id FROM quiz_quizresult GROUP BY 1";
    };
};
struct TwoStatements {
    std::int32_t one;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("two_statements");
        static constexpr auto definition = "SELECT 1 AS one; DROP TABLE team";
    };
};
struct InSchema {
    std::int64_t user_id;
    std::int64_t n;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("Per User", "Reports");
        using primary_key = matview::key<&InSchema::user_id>;
        using columns = matview::columns<matview::db_column<&InSchema::n, "How Many">>;
        using indexes = matview::indexes<matview::index_on<matview::desc<&InSchema::n>.nulls_last()>,
                                         matview::unique_index_on<&InSchema::n, &InSchema::user_id>>;
        static constexpr auto definition =
            R"(SELECT user_id, count(*) AS "How Many" FROM public.quiz_quizresult GROUP BY 1)";
    };
};

}  // namespace

TEST_CASE("create makes the view with its unique index and the others") {
    matview_test::quiz_database quiz(false);
    quiz.db.create<Leaderboard>();
    CHECK_EQ(
        quiz.other.rows("SELECT relkind::text, relispopulated::text FROM pg_class WHERE relname = 'leaderboard'")[0],
        std::vector<std::optional<std::string>>{"m", "true"});
    std::vector<std::string> indexes;
    for (const auto& row : quiz.other.rows("SELECT regexp_replace(indexdef, ' INDEX \\w+', ' INDEX') FROM pg_indexes "
                                           "WHERE tablename = 'leaderboard' ORDER BY 1"))
        indexes.push_back(*row[0]);
    CHECK_EQ(indexes,
             std::vector<std::string>{"CREATE INDEX ON public.leaderboard USING btree (quizzes_played DESC, user_id)",
                                      "CREATE UNIQUE INDEX ON public.leaderboard USING btree (user_id)"});
    CHECK(quiz.db.verify<Leaderboard>(matview::purpose::refresh_concurrently).ok());
}

TEST_CASE("create replaces nothing") {
    matview_test::quiz_database quiz;
    quiz.other.exec("INSERT INTO quiz_quizresult (user_id) VALUES (7)");
    CHECK_THROWS_WITH_AS(quiz.db.create<Leaderboard>(), doctest::Contains("db.drop<Leaderboard>()"),
                         matview::already_exists);
    CHECK_EQ(quiz.db.count<Leaderboard>(), 6);
    quiz.other.exec("CREATE TABLE recent_players (x int)");
    CHECK_THROWS_AS(quiz.db.create<RecentPlayers>(), matview::already_exists);
}

TEST_CASE("without data it is there, and not populated") {
    matview_test::quiz_database quiz(false);
    quiz.db.create<Leaderboard>({.with_data = false});
    CHECK_FALSE(quiz.db.is_populated<Leaderboard>());
    quiz.db.refresh<Leaderboard>();
    CHECK(quiz.db.is_populated<Leaderboard>());
}

TEST_CASE("is_populated of what is no materialized view") {
    matview_test::quiz_database quiz(false);
    CHECK_THROWS_AS(static_cast<void>(quiz.db.is_populated<Leaderboard>()), matview::undefined_relation);
    quiz.other.exec("CREATE TABLE leaderboard (x int)");
    CHECK_THROWS_AS(static_cast<void>(quiz.db.is_populated<Leaderboard>()), matview::wrong_relation_kind);
}

TEST_CASE("what fails leaves nothing behind, and the transaction around it usable") {
    matview_test::quiz_database quiz(false);
    const auto relations = [&] {
        return quiz.other.rows(
            "SELECT count(*) FROM pg_class WHERE relname IN ('not_unique', 'different', 'two_statements')")[0][0];
    };
    CHECK_THROWS_AS(quiz.db.create<NotUnique>(), matview::duplicate_rows);
    CHECK_THROWS_WITH_AS(quiz.db.create<Different>(), doctest::Contains("nickname"), matview::mapping_error);
    CHECK_THROWS_AS(quiz.db.create<TwoStatements>(), matview::server_error);
    CHECK_EQ(relations(), "0");
    matview::transaction tx(quiz.db);
    tx.execute("INSERT INTO team VALUES (3, 'green')");
    CHECK_THROWS_AS(tx.create<NotUnique>(), matview::duplicate_rows);
    CHECK_THROWS_AS(tx.create<Different>(), matview::mapping_error);
    tx.create<Leaderboard>();
    tx.commit();
    CHECK_EQ(quiz.db.count<Leaderboard>(), 6);
    CHECK_EQ(quiz.db.count<quiz::Team>(), 3);
    CHECK_EQ(relations(), "0");
}

TEST_CASE("names with case and blanks, in a schema that is not on the search_path") {
    matview_test::quiz_database quiz(false);
    quiz.other.exec("CREATE SCHEMA \"Reports\"");
    quiz.db.create<InSchema>();
    CHECK_EQ(quiz.db.count<InSchema>(), 6);
    CHECK_EQ(quiz.other.rows("SELECT count(*) FROM pg_indexes WHERE schemaname = 'Reports'")[0][0], "3");
    quiz.db.refresh_concurrently<InSchema>();
    quiz.db.drop<InSchema>();
    CHECK_THROWS_AS(quiz.db.fetch<InSchema>(), matview::undefined_relation);
}

TEST_CASE("drop never cascades") {
    matview_test::quiz_database quiz;
    quiz.other.exec("CREATE VIEW on_top AS SELECT * FROM leaderboard");
    try {
        quiz.db.drop<Leaderboard>();
        FAIL("dropped what another view stands on");
    } catch (const matview::dependents_exist& e) {
        CHECK_EQ(e.sqlstate(), "2BP01");
        CHECK(e.detail().find("on_top") != std::string::npos);
    }
    {
        matview::transaction tx(quiz.db);
        CHECK_THROWS_AS(tx.drop<Leaderboard>(), matview::dependents_exist);
        CHECK_EQ(tx.count<Leaderboard>(), 6);  // the transaction around it is usable
    }
    quiz.other.exec("DROP VIEW on_top");
    quiz.db.drop<Leaderboard>();
    CHECK_THROWS_AS(quiz.db.drop<Leaderboard>(), matview::undefined_relation);
    quiz.db.drop<Leaderboard>({.if_exists = true});
}

TEST_CASE("a plain view is created and dropped as one") {
    matview_test::quiz_database quiz(false);
    quiz.db.create<RecentPlayers>();
    CHECK_EQ(quiz.db.count<RecentPlayers>(), 6);
    CHECK(quiz.db.verify<RecentPlayers>().ok());
    quiz.db.drop<RecentPlayers>();
    quiz.other.exec("CREATE MATERIALIZED VIEW recent_players AS SELECT 1::bigint AS user_id");
    CHECK_THROWS_AS(quiz.db.drop<RecentPlayers>(), matview::wrong_relation_kind);
}
