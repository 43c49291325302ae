// Who a refresh runs as, and what MAINTAIN and the search_path have to do with it.
#include <doctest/doctest.h>

#include <support/thrown_by.hpp>

#include "../quiz_database.hpp"

using matview_test::thrown_by;
using quiz::Leaderboard;

namespace {
struct ByFunction {
    std::int64_t n;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("by_function");
        static constexpr auto definition = "SELECT own_count() AS n";
    };
};
}  // namespace

TEST_CASE("facts: a refresh runs as the owner, by the owner's row-level policies, and readers then see all of it") {
    matview_test::quiz_database quiz;
    matview_test::test_role owner(quiz.database);
    quiz.other.exec("GRANT CREATE ON SCHEMA public TO " + owner.name() + "; GRANT SELECT ON quiz_quizresult TO " +
                    owner.name() + "; ALTER MATERIALIZED VIEW leaderboard OWNER TO " + owner.name() +
                    "; ALTER TABLE quiz_quizresult ENABLE ROW LEVEL SECURITY;"
                    "CREATE POLICY first_two ON quiz_quizresult TO " +
                    owner.name() + " USING (user_id <= 2)");
    quiz.db.refresh<Leaderboard>();  // as a superuser, to whom no policy applies
    CHECK_EQ(quiz.db.count<Leaderboard>(), 2);
}

TEST_CASE("facts: MAINTAIN is enough to refresh from PostgreSQL 17 on, and is not asked for before") {
    matview_test::quiz_database quiz;
    matview_test::test_role role(quiz.database);
    quiz.other.exec("GRANT SELECT ON leaderboard TO " + role.name());
    matview::connection as_role(quiz.database.conninfo(role));
    const auto e = thrown_by<matview::insufficient_privilege>([&] { as_role.refresh<Leaderboard>(); });
    const auto found = as_role.verify<Leaderboard>(matview::purpose::refresh);
    REQUIRE_EQ(found.size(), 1);
    if (quiz.db.server_version() < 170000) {
        CHECK(e.hint().find("MAINTAIN") == std::string::npos);
        CHECK(found.problems().at(0).mend.find("MAINTAIN") == std::string::npos);
        MESSAGE("skip: this server is older than 17, which has MAINTAIN");
        return;
    }
    CHECK(e.hint().find("GRANT MAINTAIN") != std::string::npos);
    quiz.other.exec(found.problems().at(0).mend);
    CHECK(as_role.verify<Leaderboard>(matview::purpose::refresh).ok());
    as_role.refresh<Leaderboard>();
    as_role.refresh_concurrently<Leaderboard>();
}

TEST_CASE("facts: from PostgreSQL 17 on a refresh has a search_path of its own, and the error says what mends it") {
    matview_test::quiz_database quiz;
    quiz.other.exec(
        "CREATE FUNCTION own_count() RETURNS bigint LANGUAGE plpgsql STABLE AS "
        "$$ BEGIN RETURN (SELECT count(*) FROM team); END $$;"
        "CREATE MATERIALIZED VIEW by_function AS SELECT public.own_count() AS n WITH NO DATA");
    if (quiz.db.server_version() < 170000) {
        quiz.db.refresh<ByFunction>();
        CHECK_EQ(quiz.db.fetch<ByFunction>().at(0).n, 2);
        MESSAGE("skip: this server is older than 17, and refreshes in the session's search_path");
        return;
    }
    const auto e = thrown_by<matview::undefined_relation>([&] { quiz.db.refresh<ByFunction>(); });
    INFO(std::string(e.what()));
    CHECK(e.hint().find("search_path") != std::string::npos);
    quiz.other.exec("ALTER FUNCTION own_count() SET search_path = public");
    quiz.db.refresh<ByFunction>();
    CHECK_EQ(quiz.db.fetch<ByFunction>().at(0).n, 2);
}
