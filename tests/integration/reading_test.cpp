// fetch, first, last, get, count, exists: what each gives, and what it throws where it cannot.
#include <doctest/doctest.h>

#include <limits>

#include "quiz_database.hpp"

using matview::asc;
using matview::col;
using matview::desc;
using matview::from;
using quiz::Leaderboard;
using quiz::User;

namespace {

struct Player {
    std::int64_t id;
    std::string username;
    struct Meta {
        static constexpr auto relation = matview::view("auth_user");
    };
};
struct LoosePlayer {
    std::optional<std::int64_t> id;
    std::optional<std::string> username;
    struct Meta {
        static constexpr auto relation = matview::view("auth_user");
    };
};

}  // namespace

TEST_CASE("fetch fills plain, optional and key fields") {
    matview_test::quiz_database quiz;
    const auto rows = quiz.db.fetch(from<Leaderboard>().order_by(asc<&Leaderboard::user>));
    REQUIRE_EQ(rows.size(), 6);
    CHECK_EQ(rows[0].user.key(), 1);
    CHECK_EQ(rows[0].quizzes_played, 3);
    CHECK_EQ(rows[0].best_score, std::optional<std::int32_t>(90));
    CHECK_EQ(rows[2].best_score, std::nullopt);
    const auto users = quiz.db.fetch<User>();
    CHECK_EQ(users.size(), 5);
    CHECK_EQ(users[2].username, "cy%_\\");
    CHECK_FALSE(users[3].team.has_value());
    CHECK_EQ(users[4].team->key(), 9);
}

TEST_CASE("models whose SQL is the same are each read by their own fields") {
    matview_test::quiz_database quiz;
    const auto strict = from<Player>().order_by(asc<&Player::id>);
    const auto loose = from<LoosePlayer>().order_by(asc<&LoosePlayer::id>);
    REQUIRE_EQ(strict.sql().text, loose.sql().text);
    for (int round = 0; round < 3; ++round) {
        const auto strict_rows = quiz.db.fetch(strict);
        REQUIRE_EQ(strict_rows.size(), 5);
        CHECK_EQ(strict_rows[3].username, "dan");
        CHECK_EQ(strict_rows[3].id, 4);
        const auto loose_rows = quiz.db.fetch(loose);
        REQUIRE_EQ(loose_rows.size(), 5);
        CHECK_EQ(loose_rows[3].username, std::optional<std::string>("dan"));
        CHECK_EQ(loose_rows[3].id, 4);
    }
}

TEST_CASE("first and last follow the order, else the primary key") {
    matview_test::quiz_database quiz;
    CHECK_EQ(quiz.db.first(from<Leaderboard>())->user.key(), 1);
    CHECK_EQ(quiz.db.last(from<Leaderboard>())->user.key(), 6);
    const auto by_score =
        from<Leaderboard>().order_by(desc<&Leaderboard::best_score>.nulls_last(), asc<&Leaderboard::user>);
    CHECK_EQ(quiz.db.first(by_score)->user.key(), 1);
    CHECK_EQ(quiz.db.last(by_score)->user.key(), 4);  // of 3 and 4, who have no score
    const auto by_score_nulls_by_default =
        from<Leaderboard>().order_by(desc<&Leaderboard::best_score>, asc<&Leaderboard::user>);
    CHECK_EQ(quiz.db.first(by_score_nulls_by_default)->user.key(), 3);
    CHECK_EQ(quiz.db.last(by_score_nulls_by_default)->user.key(), 6);
    CHECK_EQ(quiz.db.first(from<Leaderboard>().filter(col<&Leaderboard::user> == 99)), std::nullopt);
    CHECK_EQ(quiz.db.last(from<Leaderboard>().filter(col<&Leaderboard::user> == 99)), std::nullopt);
}

TEST_CASE("first and last stay within limit and offset") {
    matview_test::quiz_database quiz;
    const auto middle = from<Leaderboard>().order_by(asc<&Leaderboard::user>).offset(1).limit(3);
    CHECK_EQ(quiz.db.first(middle)->user.key(), 2);
    CHECK_EQ(quiz.db.last(middle)->user.key(), 4);
    CHECK_EQ(quiz.db.last(from<Leaderboard>().limit(2))->user.key(), 2);
    CHECK_EQ(quiz.db.first(middle.limit(0)), std::nullopt);
    CHECK_EQ(quiz.db.last(middle.limit(0)), std::nullopt);
}

namespace {
struct Keyless {
    std::int64_t user_id;
    std::int64_t quizzes_played;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("leaderboard");
    };
};
}  // namespace

TEST_CASE("without an order and a primary key there is no first and no last") {
    matview_test::quiz_database quiz;
    CHECK_THROWS_WITH_AS(static_cast<void>(quiz.db.first(from<Keyless>())),
                         doctest::Contains("add .order_by(…) to the query, or a primary_key to the Meta of Keyless"),
                         matview::query_error);
    CHECK_THROWS_AS(static_cast<void>(quiz.db.last(from<Keyless>())), matview::query_error);
    CHECK_EQ(quiz.db.last(from<Keyless>().order_by(col<&Keyless::user_id>))->user_id, 6);
}

TEST_CASE("get gives exactly one row") {
    matview_test::quiz_database quiz;
    CHECK_EQ(quiz.db.get<User>(2).username, "bob");
    CHECK_EQ(quiz.db.get<Leaderboard>(2).quizzes_played, 3);
    CHECK_EQ(quiz.db.get(from<User>().filter(col<&User::username> == "eve")).id, 5);
    CHECK_THROWS_AS(static_cast<void>(quiz.db.get<User>(99)), matview::not_found);
    CHECK_THROWS_AS(static_cast<void>(quiz.db.get(from<User>().filter(col<&User::active>))), matview::multiple_found);
    CHECK_EQ(quiz.db.get(from<User>().filter(col<&User::active>).order_by(col<&User::id>).limit(1)).id, 1);
    try {
        static_cast<void>(quiz.db.get<User>(99));
    } catch (const matview::not_found& e) {
        CHECK(e.query().find("99") == std::string::npos);
        CHECK_EQ(e.detail(), "$1 = 99");
        CHECK(e.connection_usable());
        CHECK_FALSE(e.retryable());
    }
}

TEST_CASE("get takes every key for itself, also behind one that no row can have") {
    matview_test::quiz_database quiz;
    constexpr auto beyond = std::numeric_limits<std::uint64_t>::max();
    CHECK_THROWS_AS(static_cast<void>(quiz.db.get<User>(beyond)), matview::not_found);
    CHECK_EQ(quiz.db.get<User>(std::uint64_t{2}).username, "bob");
    CHECK_EQ(quiz.db.get<User>(short{4}).username, "dan");
    CHECK_EQ(quiz.db.get<User>(std::uint64_t{1}).username, "ann");
    CHECK_THROWS_AS(static_cast<void>(quiz.db.get<User>(beyond)), matview::not_found);
    const User bob = quiz.db.get<User>(2);
    CHECK_EQ(quiz.db.get<Leaderboard>(bob).user.key(), 2);
    CHECK_EQ(quiz.db.get<Leaderboard>(matview::foreign_key<User>(3)).user.key(), 3);
    CHECK_EQ(quiz.db.get<Leaderboard>(1).user.key(), 1);
    matview::pipeline all = quiz.db.pipeline();
    auto eve = all.get<User>(5);
    auto nobody = all.get<User>(-1);
    auto third = all.get<User>(3);
    all.run();
    CHECK_EQ(third.get().id, 3);
    CHECK_EQ(eve.get().username, "eve");
    try {
        static_cast<void>(nobody.get());
        FAIL("found a row of another key");
    } catch (const matview::not_found& e) {
        CHECK_EQ(e.detail(), "$1 = -1");
    }
}

TEST_CASE("count and exists count what fetch gives, limit and offset included") {
    matview_test::quiz_database quiz;
    const auto all = from<Leaderboard>();
    const auto selected = all.select_related<&Leaderboard::user>();
    for (const auto& q : {all, selected, all.limit(4), all.limit(0), all.offset(5), all.offset(50),
                          all.limit(3).offset(5), all.filter(col<&Leaderboard::user, &User::active>),
                          selected.exclude(col<&Leaderboard::user, &User::active>)}) {
        CAPTURE(to_string(q.sql()));
        const auto rows = quiz.db.fetch(q).size();
        CHECK_EQ(quiz.db.count(q), static_cast<std::int64_t>(rows));
        CHECK_EQ(quiz.db.exists(q), rows > 0);
    }
    CHECK_EQ(quiz.db.count<Leaderboard>(), 6);
}

TEST_CASE("negative limits are refused before anything is sent") {
    CHECK_THROWS_WITH_AS(static_cast<void>(from<User>().limit(-1)), "limit(-1): a number of rows is not negative",
                         matview::query_error);
    CHECK_THROWS_AS(static_cast<void>(from<User>().offset(-5)), matview::query_error);
}

TEST_CASE("operands beyond the column's type match nothing, and are no error") {
    matview_test::quiz_database quiz;
    constexpr auto id = col<&User::id>;
    constexpr auto best = col<&Leaderboard::best_score>;  // an int4 column
    CHECK_EQ(quiz.db.count(from<Leaderboard>().filter(best == 5'000'000'000)), 0);
    CHECK_EQ(quiz.db.count(from<Leaderboard>().filter(best < 5'000'000'000)), 4);
    CHECK_EQ(quiz.db.count(from<User>().filter(id == std::numeric_limits<std::uint64_t>::max())), 0);
    CHECK_EQ(quiz.db.count(from<User>().filter(id != std::numeric_limits<std::uint64_t>::max())), 5);
    CHECK_EQ(quiz.db.count(
                 from<User>().filter(id.in(std::vector<std::uint64_t>{1, std::numeric_limits<std::uint64_t>::max()}))),
             1);
    CHECK_EQ(quiz.db.count(from<User>().filter(col<&User::username> == std::string(4000, 'x'))), 0);
}

TEST_CASE("strings that PostgreSQL cannot hold are refused with the place") {
    matview_test::quiz_database quiz;
    const auto named = [&](std::string name) {
        return quiz.db.count(from<User>().filter(col<&User::username> == name));
    };
    CHECK_THROWS_AS(named(std::string("a\0b", 3)), matview::value_error);
    CHECK_THROWS_AS(named("caf\xe9"), matview::value_error);
    CHECK_EQ(named("ann"), 1);  // the connection is none the worse
}

TEST_CASE("thousands of keys travel as one parameter") {
    matview_test::quiz_database quiz;
    std::vector<std::int64_t> keys(20'000);
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = static_cast<std::int64_t>(i) + 2;
    const auto q = from<User>().filter(col<&User::id>.in(keys));
    CHECK_EQ(q.sql().parameters.size(), 1);
    CHECK_EQ(quiz.db.count(q), 4);
}
