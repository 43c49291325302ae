// fetch_columns: one vector a column, NULLs in a bitmap.
#include <doctest/doctest.h>

#include <support/thrown_by.hpp>

#include "quiz_database.hpp"

using matview::asc;
using matview::col;
using matview::from;
using matview_test::thrown_by;
using quiz::Leaderboard;
using quiz::Team;
using quiz::User;

namespace {

struct Reading {
    std::int64_t id;
    std::optional<double> value;
    std::optional<std::string> note;
    bool good;
    std::vector<std::int32_t> parts;
    std::string left_out;
    struct Meta {
        static constexpr auto relation = matview::view("readings");
        using primary_key = matview::key<&Reading::id>;
    };
};

}  // namespace

TEST_CASE("fetch_columns gives a vector a column, and a bit for each NULL") {
    matview_test::quiz_database quiz;
    quiz.other.exec(
        "CREATE VIEW readings AS SELECT n::bigint AS id, CASE WHEN n % 3 > 0 THEN n / 2.0::float8 END AS value, "
        "CASE WHEN n % 64 > 0 THEN 'note ' || n END AS note, n % 2 = 0 AS good, ARRAY[n, n + 1] AS parts, 'x'::text AS "
        "left_out "
        "FROM generate_series(1, 1000) AS n");
    for (const bool copied : {false, true}) {
        auto db = quiz.db.within({.expected_rows = copied ? 100'000U : 1U});
        const auto [notes, values, ids, good, parts] =
            db.fetch_columns<&Reading::note, &Reading::value, &Reading::id, &Reading::good, &Reading::parts>(
                from<Reading>().order_by(asc<&Reading::id>));
        static_assert(std::is_same_v<decltype(notes), const matview::column_values<std::string>>);
        static_assert(std::is_same_v<decltype(values), const matview::column_values<double>>);
        REQUIRE_EQ(ids.size(), 1000);
        REQUIRE_EQ(values.size(), 1000);
        REQUIRE_EQ(notes.size(), 1000);
        CHECK(ids.nulls.empty());
        CHECK_EQ(ids.null_count(), 0);
        CHECK_EQ(values.nulls.size(), 16);
        CHECK_EQ(values.null_count(), 333);
        CHECK_EQ(notes.null_count(), 15);
        for (std::size_t i = 0; i < 1000; ++i) {
            const auto n = static_cast<int>(i + 1);
            const bool right = ids.values[i] == n && !ids.is_null(i) && values.is_null(i) == (n % 3 == 0) &&
                               values.values[i] == (n % 3 == 0 ? 0.0 : n / 2.0) && notes.is_null(i) == (n % 64 == 0) &&
                               notes.values[i] == (n % 64 == 0 ? "" : "note " + std::to_string(n)) &&
                               good.values[i] == (n % 2 == 0) && parts.values[i] == std::vector<std::int32_t>{n, n + 1};
            if (!right) FAIL("row " << n);
        }
    }
}

TEST_CASE("fetch_columns of filtered rows, of none, of keys, of what is not there") {
    matview_test::quiz_database quiz;
    const auto [keys, best] = quiz.db.fetch_columns<&Leaderboard::user, &Leaderboard::best_score>(
        from<Leaderboard>().filter(col<&Leaderboard::quizzes_played> > 1).order_by(asc<&Leaderboard::user>));
    CHECK_EQ(keys.values, std::vector<std::int64_t>{1, 2, 4, 6});
    CHECK_EQ(best.values, std::vector<std::int32_t>{90, 70, 0, 40});
    CHECK_EQ(best.nulls, std::vector<std::uint64_t>{0b0100});
    const auto [teams] = quiz.db.fetch_columns<&User::team>(from<User>().order_by(asc<&User::id>));
    CHECK_EQ(teams.null_count(), 1);
    CHECK(teams.is_null(3));
    const auto [names] = quiz.db.fetch_columns<&Team::name>();
    CHECK_EQ(names.size(), 2);
    const auto [none] = quiz.db.fetch_columns<&Team::name>(from<Team>().filter(col<&Team::id> > 99));
    CHECK_EQ(none.size(), 0);

    // Only these columns are read: of the others nothing need be there.
    quiz.other.exec("CREATE VIEW readings AS SELECT 1::bigint AS id, NULL::float8 AS value");
    const auto [values] = quiz.db.fetch_columns<&Reading::value>();
    CHECK(values.is_null(0));
    thrown_by<matview::mapping_error>([&] { quiz.db.fetch_columns<&Reading::note>(); });
    quiz.other.exec("CREATE OR REPLACE VIEW readings AS SELECT NULL::bigint AS id, 1::float8 AS value");
    const auto e = thrown_by<matview::mapping_error>([&] { quiz.db.fetch_columns<&Reading::value, &Reading::id>(); });
    CHECK_NE(std::string(e.what()).find("row 1"), std::string::npos);
}

TEST_CASE("plan_cache_mode is the session's, also behind a pooler's back") {
    matview_test::quiz_database quiz;
    using enum matview::plan_cache_mode;
    const auto shown = [&](matview::plan_cache_mode mode, bool pooled) {
        matview::connection db({.conninfo = quiz.database.conninfo(), .plan_cache_mode = mode, .pooled = pooled});
        return db.query<std::string>("SHOW plan_cache_mode").at(0);
    };
    for (const bool pooled : {false, true}) {
        CHECK_EQ(shown(server_default, pooled), "auto");
        CHECK_EQ(shown(automatic, pooled), "auto");
        CHECK_EQ(shown(force_custom_plan, pooled), "force_custom_plan");
        CHECK_EQ(shown(force_generic_plan, pooled), "force_generic_plan");
    }
    matview::connection db({.conninfo = quiz.database.conninfo(), .plan_cache_mode = force_generic_plan});
    CHECK_EQ(db.get<User>(1).username, "ann");
    CHECK_EQ(db.query<std::int64_t>(
                   "SELECT sum(generic_plans)::bigint FROM pg_prepared_statements WHERE statement LIKE 'SELECT t0%'")
                 .at(0),
             1);
}
