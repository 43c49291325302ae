// A struct that does not fit the relation: every difference in one error, before the first row; and NULLs, told by view, column and row.
#include <functional>
#include <memory>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <support/thrown_by.hpp>

#include "quiz_database.hpp"

using matview::col;
using matview::from;
using matview_test::thrown_by;
using kind = matview::problem::kind;

namespace {

struct Misfit {
    std::int32_t user_id;        // is bigint: a narrowing
    std::string quizzes_played;  // is bigint
    std::int64_t streak;         // is absent
    std::optional<std::int32_t> best_score;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("leaderboard");
    };
};
struct WrongTypes {
    std::int32_t user_id;
    std::string quizzes_played;
    std::optional<std::int64_t> best_score;  // int4 widens
    struct Meta {
        static constexpr auto relation = matview::materialized_view("leaderboard");
    };
};
struct Scores {
    std::int64_t user_id;
    std::int32_t best_score;  // holds NULLs
    struct Meta {
        static constexpr auto relation = matview::materialized_view("leaderboard");
        using primary_key = matview::key<&Scores::user_id>;
    };
};
struct Absent {
    std::int64_t id;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("no_such_view");
    };
};

}  // namespace

TEST_CASE("absent columns and wrong types are told together") {
    matview_test::quiz_database quiz;
    const auto e = thrown_by<matview::mapping_error>([&] { quiz.db.fetch<Misfit>(); });
    REQUIRE_EQ(e.problems().size(), 3);
    CHECK_EQ(e.problems()[0].column, "user_id");
    CHECK(e.problems()[0].what == kind::wrong_type);
    CHECK(e.problems()[0].mend.find("make the field std::int64_t") != std::string::npos);
    CHECK_EQ(e.problems()[1].column, "quizzes_played");
    CHECK_EQ(e.problems()[2].column, "streak");
    CHECK(e.problems()[2].what == kind::absent_column);
    for (const auto& p : e.problems()) CHECK(std::string(e.what()).find(p.description) != std::string::npos);
    CHECK_EQ(quiz.db.count<quiz::User>(), 5);  // the connection is none the worse
}

TEST_CASE("wrong types alone, also in a transaction") {
    matview_test::quiz_database quiz;
    CHECK_EQ(thrown_by<matview::mapping_error>([&] { quiz.db.fetch<WrongTypes>(); }).problems().size(), 2);
    matview::transaction tx(quiz.db);
    CHECK_EQ(thrown_by<matview::mapping_error>([&] { tx.fetch<WrongTypes>(); }).problems().size(), 2);
    CHECK_EQ(tx.count<quiz::User>(), 5);
    CHECK_THROWS_AS(tx.fetch<Misfit>(),
                    matview::mapping_error);  // here the statement itself failed, and the transaction with it
    CHECK_THROWS_AS(tx.fetch<quiz::User>(), matview::server_error);
}

TEST_CASE("NULL for a plain field names view, column, field and row") {
    matview_test::quiz_database quiz;
    const auto e =
        thrown_by<matview::mapping_error>([&] { quiz.db.fetch(from<Scores>().order_by(col<&Scores::user_id>)); });
    for (const char* part : {"leaderboard", "best_score", "Scores::best_score", "row 3", "std::optional"})
        CHECK_MESSAGE(std::string(e.what()).find(part) != std::string::npos, e.what());
    REQUIRE_EQ(e.problems().size(), 1);
    CHECK(e.problems()[0].what == kind::null_value);
    CHECK_EQ(e.problems()[0].relation, "leaderboard");
    CHECK_EQ(e.problems()[0].column, "best_score");
    CHECK_EQ(quiz.db.fetch(from<Scores>().filter(col<&Scores::best_score>.is_not_null())).size(), 4);
}

TEST_CASE("a view that is not there, and one without data") {
    matview_test::quiz_database quiz(false);
    CHECK_THROWS_WITH_AS(quiz.db.fetch<quiz::Leaderboard>(), doctest::Contains("db.create<Leaderboard>()"),
                         matview::undefined_relation);
    CHECK_EQ(thrown_by<matview::undefined_relation>([&] { quiz.db.fetch<Absent>(); }).sqlstate(), "42P01");
    CHECK_THROWS_AS(quiz.db.count<Absent>(), matview::undefined_relation);
    quiz.db.create<quiz::Leaderboard>({.with_data = false});
    CHECK_THROWS_WITH_AS(quiz.db.fetch<quiz::Leaderboard>(), doctest::Contains("db.refresh<Leaderboard>()"),
                         matview::not_populated);
    CHECK_THROWS_AS(static_cast<void>(quiz.db.exists(from<quiz::Leaderboard>())), matview::not_populated);
    quiz.db.refresh<quiz::Leaderboard>();
    CHECK_EQ(quiz.db.fetch<quiz::Leaderboard>().size(), 6);
}

TEST_CASE("a shape that changes between two reads gives right rows or an error, never wrong ones") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    matview_test::raw_connection other(database.conninfo());
    const auto remake = [&](const char* select) {
        other.exec(
            std::string("DROP MATERIALIZED VIEW IF EXISTS leaderboard; CREATE MATERIALIZED VIEW leaderboard AS ") +
            select);
    };
    const auto read = [&](matview::session& on) { return on.fetch<Scores>().at(0); };
    remake("SELECT 5::bigint AS user_id, 7::int AS best_score");
    CHECK_EQ(read(db).best_score, 7);
    remake("SELECT 7::int AS best_score, 'x'::text AS more, 5::bigint AS user_id");  // other order, and more
    CHECK_EQ(read(db).user_id, 5);
    remake("SELECT 5::float8 AS user_id, 7::int AS best_score");  // eight bytes either way
    CHECK_THROWS_AS(read(db), matview::mapping_error);
    remake("SELECT 5::bigint AS user_id, 7::int AS renamed");
    CHECK_THROWS_AS(read(db), matview::mapping_error);
    remake("SELECT 5::int AS user_id, 7::smallint AS best_score");  // narrower ones widen
    CHECK_EQ(read(db).user_id, 5);
    {
        matview::transaction tx(db);
        CHECK_EQ(read(tx).user_id, 5);
    }
    remake("SELECT 5::float8 AS user_id, 7::int AS best_score");
    {
        matview::transaction tx(db);
        const auto changed = thrown_by<matview::mapping_error>([&] { read(tx); });
        CHECK(changed.retryable());
    }
    {
        matview::transaction tx(db);
        CHECK_THROWS_AS(read(tx), matview::mapping_error);
    }
    remake("SELECT 6::bigint AS user_id, 7::int AS best_score");
    CHECK_EQ(read(db).user_id, 6);
}

TEST_CASE("a shape that changes between preparing and running") {
    struct remaker final : matview::observer {
        void on_statement(const matview::statement_event& event) noexcept override {
            if (event.what == matview::statement_event::kind::prepare && changes-- > 0) change();
        }
        int changes = 0;
        std::function<void()> change;
    };
    matview_test::test_database database;
    matview_test::raw_connection other(database.conninfo());
    int made = 0;
    const auto remake = [&] {
        // All of them fit the struct, and none comes back soon.
        const char* user_id[] = {"bigint", "int", "smallint"};
        const char* best_score[] = {"int", "smallint"};
        other.exec(
            fmt::format("DROP MATERIALIZED VIEW IF EXISTS leaderboard; CREATE MATERIALIZED VIEW leaderboard AS "
                        "SELECT 5::{} AS user_id, 7::{} AS best_score",
                        user_id[made % 3], best_score[made % 2]));
        ++made;
    };
    remake();
    const auto watching = std::make_shared<remaker>();
    watching->change = remake;
    matview::connection db({.conninfo = database.conninfo(), .observer = watching});
    // By a COPY many rows are read, and with a lock that lets nothing change.
    const auto few = from<Scores>().limit(10);
    for (const bool known : {false, true}) {
        CAPTURE(known);
        // It is prepared again once: because it is old, or because it was overtaken.
        if (known) remake();
        watching->changes = known ? 0 : 1;
        CHECK_EQ(db.fetch(few).at(0).user_id, 5);
        watching->changes = known ? 0 : 1;
        CHECK_EQ(db.query<Scores>("SELECT * FROM leaderboard").at(0).user_id, 5);
        watching->changes = 9;
        remake();
        const auto check = [](const matview::mapping_error& changed) {
            CHECK(changed.retryable());
            CHECK(changed.connection_usable());
        };
        check(thrown_by<matview::mapping_error>([&] { db.fetch(few); }));
        check(thrown_by<matview::mapping_error>([&] { db.query<Scores>("SELECT * FROM leaderboard"); }));
        watching->changes = 0;
        CHECK_EQ(db.fetch(few).at(0).user_id, 5);
        CHECK_EQ(db.query<Scores>("SELECT * FROM leaderboard").at(0).user_id, 5);
    }
}

TEST_CASE("a related table that lost a column") {
    matview_test::quiz_database quiz;
    quiz.other.exec("ALTER TABLE auth_user DROP COLUMN username");
    const auto e = thrown_by<matview::mapping_error>(
        [&] { quiz.db.fetch(from<quiz::Leaderboard>().select_related<&quiz::Leaderboard::user>()); });
    REQUIRE_EQ(e.problems().size(), 1);
    CHECK_EQ(e.problems()[0].relation, "auth_user");
    CHECK_EQ(e.problems()[0].column, "username");
}

TEST_CASE("a value is written into a domain as into what the domain is over") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        "CREATE DOMAIN points AS int; CREATE DOMAIN score AS points; CREATE TABLE best (score score, all_scores "
        "score[])");
    CHECK_EQ(db.execute("INSERT INTO best (score) VALUES ($1)", 5), 1);
    CHECK_EQ(db.query<int>("SELECT score FROM best WHERE score = $1", 5).size(), 1);
}

TEST_CASE("a domain is read as its base type") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        "CREATE DOMAIN points AS int; CREATE DOMAIN score AS points CHECK (value > 0);"
        "CREATE MATERIALIZED VIEW leaderboard AS SELECT 1::bigint AS user_id, 5::score AS best_score");
    CHECK_EQ(db.fetch<Scores>().at(0).best_score, 5);
    CHECK(db.verify<Scores>().ok());
}
