// prefetch: the reverse side of a relation for all rows by one more statement.
#include <doctest/doctest.h>

#include <deque>

#include <support/counted_server.hpp>
#include <support/thrown_by.hpp>

#include "quiz_database.hpp"

using matview::asc;
using matview::col;
using matview::desc;
using matview::from;
using matview_test::thrown_by;
using quiz::Leaderboard;
using quiz::Team;
using quiz::User;

namespace {

using names = std::vector<std::string>;

names names_of(std::span<const User> users) {
    names all;
    for (const User& one : users) all.push_back(one.username);
    return all;
}

struct Employee {
    std::int64_t id;
    std::optional<matview::foreign_key<Employee, std::int64_t>> manager;

    struct Meta {
        static constexpr auto relation = matview::table("employee");
        using primary_key = matview::key<&Employee::id>;
    };
};

struct Seat {
    std::int32_t row;
    std::string letter;

    struct Meta {
        static constexpr auto relation = matview::table("seat");
        using primary_key = matview::key<&Seat::row, &Seat::letter>;
    };
};
struct Ticket {
    std::int64_t id;
    std::optional<matview::foreign_key<Seat>> seat;

    struct Meta {
        static constexpr auto relation = matview::table("ticket");
        using primary_key = matview::key<&Ticket::id>;
        using columns = matview::columns<matview::db_column<&Ticket::seat, "seat_row", "seat_letter">>;
    };
};

struct Label {
    std::string name;

    struct Meta {
        static constexpr auto relation = matview::table("label");
        using primary_key = matview::key<&Label::name>;
    };
};
struct Labelled {
    std::int64_t id;
    matview::foreign_key<Label> label;

    struct Meta {
        static constexpr auto relation = matview::table("labelled");
        using columns = matview::columns<matview::db_column<&Labelled::label, "label">>;
    };
};

}  // namespace

TEST_CASE("prefetch: the rows that refer to each row") {
    matview_test::quiz_database quiz;
    const auto teams = quiz.db.fetch(from<Team>().order_by(asc<&Team::id>));
    const auto users = quiz.db.prefetch<&User::team>(from<User>().order_by(asc<&User::id>), teams);
    REQUIRE_EQ(teams.size(), 2);
    CHECK_EQ(names_of(users[teams[0]]), names{"ann", "cy%_\\"});
    CHECK_EQ(names_of(users[teams[1]]), names{"bob"});
    CHECK_EQ(users.rows().size(), 3);
    // By key, by foreign key, and from there on to the next relation.
    CHECK_EQ(names_of(users[2]), names{"bob"});
    CHECK_EQ(names_of(users[*users.rows()[0].team]), names{"ann", "cy%_\\"});
    const auto boards = quiz.db.prefetch<&Leaderboard::user>(users.rows());
    CHECK_EQ(boards[users[2].front()].front().quizzes_played, 3);
    CHECK_EQ(boards.rows().size(), 3);
}

TEST_CASE("prefetch: a query says which rows, in what order, and what comes along") {
    matview_test::quiz_database quiz(false);
    const auto active = quiz.db.prefetch<&User::team>(
        from<User>().filter(col<&User::active>).select_related<&User::team>().order_by(desc<&User::username>),
        std::deque<long>{1, 2, 1});
    CHECK_EQ(names_of(active[1]), names{"ann"});
    CHECK_EQ((*active[1][0].team)->name, "red");
    const auto backwards =
        quiz.db.prefetch<&User::team>(from<User>().order_by(desc<&User::username>), std::vector{2, 1});
    CHECK_EQ(names_of(backwards[1]), names{"cy%_\\", "ann"});
    const auto refused = [&](const matview::query<User>& q) { quiz.db.prefetch<&User::team>(q, std::vector{1}); };
    CHECK_THROWS_WITH_AS(refused(from<User>().limit(1)), doctest::Contains("a limit or an offset"),
                         matview::query_error);
    CHECK_THROWS_AS(refused(from<User>().offset(1)), matview::query_error);
    CHECK_THROWS_WITH_AS(refused(from<User>().defer<&User::team>()),
                         doctest::Contains("prefetch of auth_user: only or defer leaves out team"),
                         matview::query_error);
}

TEST_CASE("prefetch: none, and not asked for, are two things") {
    matview_test::quiz_database quiz(false);
    quiz.other.exec("INSERT INTO team VALUES (3, 'green'), (4, 'pink')");
    const auto users = quiz.db.prefetch<&User::team>(std::vector<matview::foreign_key<Team>>{1, 3, 9});
    CHECK(users[3].empty());
    CHECK_EQ(names_of(users[9]), names{"eve"});  // whose team is gone
    const auto other = thrown_by<matview::not_loaded>([&] { static_cast<void>(users[4]); });
    CHECK_EQ(other.message(), "prefetch<&User::team>: it was not given the row that is asked for");
    CHECK_EQ(other.detail(), "key: 4");
    CHECK(users[18446744073709551615ULL].empty());  // which no row can refer to
    const auto none = quiz.db.prefetch<&User::team>(std::vector<Team>());
    CHECK(none.rows().empty());
    CHECK_THROWS_AS(static_cast<void>(none[1]), matview::not_loaded);
}

TEST_CASE("prefetch: two statements for any number of rows, one where there are none") {
    matview_test::counted_server counted;
    matview_test::exec(
        counted.conninfo("maker"),
        "CREATE TABLE team (id int PRIMARY KEY, name varchar(30) NOT NULL); "
        "CREATE TABLE auth_user (id bigint PRIMARY KEY, username varchar(150) NOT NULL, active bool NOT "
        "NULL, team_id int); "
        "INSERT INTO team SELECT i, 'team ' || i FROM generate_series(1, 1000) AS i; "
        "INSERT INTO auth_user SELECT i, 'user ' || i, true, i % 1000 + 1 FROM generate_series(1, 3000) AS i");
    matview::connection db(counted.conninfo());
    counted.ran();
    const auto teams = db.fetch(from<Team>().filter(col<&Team::id> > 0));  // with a parameter, so that it is no COPY
    const auto users = db.prefetch<&User::team>(teams);
    std::size_t count = 0;
    bool right = true;
    for (const Team& team : teams)
        for (const User& user : users[team]) {
            ++count;
            right = right && user.team->key() == team.id && user.id % 1000 + 1 == team.id;
        }
    CHECK_EQ(count, 3000);
    CHECK(right);
    const auto ran = counted.ran();
    REQUIRE_EQ(ran.size(), 2);
    CHECK_NE(ran[1].find("WHERE t0.\"team_id\" = ANY ($1)"), std::string::npos);
    db.prefetch<&User::team>(db.fetch(from<Team>().filter(col<&Team::id> < 0)));
    CHECK_EQ(counted.ran().size(), 1);
}

TEST_CASE("prefetch: a relation to the model itself, and one of several columns") {
    matview_test::quiz_database quiz(false);
    quiz.other.exec(R"sql(
        CREATE TABLE employee (id int, manager_id int);
        INSERT INTO employee VALUES (1, NULL), (2, 1), (3, 1), (4, 2);
        CREATE TABLE seat ("row" int, letter text);
        INSERT INTO seat VALUES (1, 'A'), (1, 'B'), (2, 'A'), (2, 'B');
        CREATE TABLE ticket (id int, seat_row int, seat_letter text);
        INSERT INTO ticket VALUES (1, 1, 'B'), (2, 2, 'A'), (3, 1, 'A'), (4, NULL, NULL), (5, 2, 'A'), (6, 2, 'B'), (7, 1, NULL))sql");
    const auto all = quiz.db.fetch<Employee>();
    const auto reports = quiz.db.prefetch<&Employee::manager>(from<Employee>().order_by(asc<&Employee::id>), all);
    REQUIRE_EQ(reports[1].size(), 2);
    CHECK_EQ(reports[1][1].id, 3);
    CHECK_EQ(reports[all[1]].front().id, 4);
    CHECK(reports[4].empty());

    const std::vector<Seat> seats{{1, "B"}, {2, "A"}, {3, "C"}};
    const auto tickets = quiz.db.prefetch<&Ticket::seat>(from<Ticket>().order_by(asc<&Ticket::id>), seats);
    CHECK_EQ(tickets.rows().size(), 3);
    REQUIRE_EQ(tickets[seats[1]].size(), 2);
    CHECK_EQ(tickets[seats[1]][1].id, 5);
    CHECK_EQ(tickets[std::tuple(1, "B")].front().id, 1);
    CHECK(tickets[seats[2]].empty());
    CHECK_THROWS_AS(static_cast<void>(tickets[Seat{1, "A"}]), matview::not_loaded);
}

TEST_CASE("prefetch: a row that it cannot put to any of the keys is told") {
    matview_test::quiz_database quiz(false);
    quiz.other.exec(
        "CREATE TABLE label (name text); INSERT INTO label VALUES ('a'); "
        "CREATE TABLE labelled (id int, label char(4)); INSERT INTO labelled VALUES (1, 'a')");
    const auto stray =
        thrown_by<matview::query_error>([&] { quiz.db.prefetch<&Labelled::label>(quiz.db.fetch<Label>()); });
    CHECK_EQ(stray.message(), "prefetch<&Labelled::label>: a row came whose key is none of those that were asked for");
    CHECK_EQ(stray.detail(), "key: 'a   '");
}
