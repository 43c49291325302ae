#include <doctest/doctest.h>

#include <chrono>

#include "../../models.hpp"

namespace {

// A struct that one cannot edit: its Meta stands outside.
struct Legacy {
    int key_a;
    std::string key_b;
    std::optional<double> value;
};

}  // namespace

template <> struct matview::meta<Legacy> {
    static constexpr auto relation = matview::table("LEGACY");
    using primary_key = matview::key<&Legacy::key_a, &Legacy::key_b>;
};

namespace {

struct Line {
    std::int64_t id;
    std::optional<matview::foreign_key<Legacy>> parent;
    std::chrono::year_month_day day;

    struct Meta {
        static constexpr auto relation = matview::view("lines", "sales");
        using primary_key = matview::key<&Line::id>;
        using columns =
            matview::columns<matview::db_column<&Line::parent, "pa", "pb">, matview::db_column<&Line::day, "on day">>;
        using indexes = matview::indexes<matview::index_on<matview::desc<&Line::day>.nulls_last(), &Line::parent>,
                                         matview::unique_index_on<&Line::id>>;
    };
};

std::vector<std::string> column_names(const matview::detail::model_info& info) {
    std::vector<std::string> names;
    for (const auto& column : info.columns) names.push_back(column.name);
    return names;
}

}  // namespace

TEST_CASE("a model's columns, key and relation") {
    const auto& info = matview::detail::describe<quiz::Leaderboard>();
    CHECK_EQ(info.name, "Leaderboard");
    CHECK_EQ(info.relation.name, "leaderboard");
    CHECK(info.relation.kind == matview::relation_kind::materialized_view);
    CHECK_EQ(column_names(info), std::vector<std::string>{"user_id", "quizzes_played", "best_score"});
    CHECK_EQ(info.primary_key, std::vector<std::size_t>{0});
    CHECK_FALSE(info.columns[0].optional);
    CHECK(info.columns[2].optional);
    CHECK_EQ(info.columns[1].codec->cpp_name, "std::int64_t");
    CHECK(info.definition.find("GROUP BY user_id") != std::string_view::npos);
    REQUIRE_EQ(info.indexes.size(), 1);
    CHECK(info.indexes[0].parts[0].way == matview::direction::descending);
    CHECK_EQ(&info, &matview::detail::describe<quiz::Leaderboard>());  // made once
}

TEST_CASE("Meta outside, composite keys, renamed columns, indexes") {
    const auto& legacy = matview::detail::describe<Legacy>();
    CHECK_EQ(legacy.relation.name, "LEGACY");
    CHECK_EQ(legacy.primary_key, std::vector<std::size_t>{0, 1});

    const auto& line = matview::detail::describe<Line>();
    CHECK_EQ(matview::detail::display_name(line.relation), "sales.lines");
    CHECK_EQ(column_names(line), std::vector<std::string>{"id", "pa", "pb", "on day"});
    CHECK_EQ(line.field("parent").column_count, 2);
    CHECK_EQ(line.field("day").first_column, 3);
    REQUIRE_EQ(line.indexes.size(), 2);
    CHECK_EQ(line.indexes[0].parts.size(), 3);
    CHECK(line.indexes[0].parts[0].place == matview::nulls::last);
    CHECK(line.indexes[1].unique);
}

TEST_CASE("keys: of one column, of several, of a model whose key is a key") {
    static_assert(std::is_same_v<matview::key_of<quiz::User>, std::int64_t>);
    static_assert(std::is_same_v<matview::key_of<quiz::Leaderboard>, std::int64_t>);
    static_assert(std::is_same_v<matview::key_of<Legacy>, std::tuple<int, std::string>>);
    const matview::foreign_key<Legacy> by_parts(std::tuple(1, std::string("x")));
    const matview::foreign_key<Legacy> by_row(Legacy{1, "x", 2.5});
    CHECK(by_parts == by_row);
    CHECK_EQ(by_row->value, 2.5);
}

TEST_CASE("a foreign key copies its row deeply and moves it") {
    matview::foreign_key<quiz::User> a(quiz::User{1, "ann", true, {}});
    const auto b = a;
    CHECK_NE(&*a, &*b);
    const auto* where = &*a;
    const auto c = std::move(a);
    CHECK_EQ(&*c, where);
    matview::foreign_key<quiz::User> d;
    d = c;
    d = *&d;  // to itself
    CHECK_EQ(d->username, "ann");
    CHECK_EQ(d.key(), 1);
    CHECK_FALSE(matview::foreign_key<quiz::User>(5).loaded());
}

TEST_CASE("reading a row that nobody loaded") {
    const matview::foreign_key<quiz::User> by_hand(5);
    CHECK_THROWS_AS(static_cast<void>(by_hand->username), matview::not_loaded);
    CHECK_THROWS_AS(static_cast<void>(by_hand.exists()), matview::not_loaded);
}
