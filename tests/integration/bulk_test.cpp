// in_bulk and get_many: many keys by one statement, counted on the server.
#include <doctest/doctest.h>

#include <algorithm>
#include <list>
#include <set>

#include <support/counted_server.hpp>
#include <support/thrown_by.hpp>

#include "quiz_database.hpp"

using matview::col;
using matview::from;
using matview_test::thrown_by;
using quiz::Leaderboard;
using quiz::Team;
using quiz::User;

namespace {

std::vector<std::string> names_of(const std::vector<User>& users) {
    std::vector<std::string> names;
    for (const User& one : users) names.push_back(one.username);
    return names;
}
using names = std::vector<std::string>;

struct Seat {
    std::int64_t row;
    std::string letter;
    bool by_window;

    struct Meta {
        static constexpr auto relation = matview::table("seat");
        using primary_key = matview::key<&Seat::row, &Seat::letter>;
    };
};
// Its key is a key of two columns and a date.
struct Booking {
    matview::foreign_key<Seat> seat;
    std::chrono::year_month_day day;
    std::string guest;

    struct Meta {
        static constexpr auto relation = matview::view("booking");
        using primary_key = matview::key<&Booking::seat, &Booking::day>;
        using columns = matview::columns<matview::db_column<&Booking::seat, "seat_row", "seat_letter">>;
    };
};
using seat_key = std::tuple<std::int64_t, std::string>;

void make_seats(matview_test::raw_connection& on) {
    on.exec(R"sql(
        CREATE TABLE seat ("row" int, letter text, by_window bool, PRIMARY KEY ("row", letter));
        INSERT INTO seat VALUES (1, 'A', true), (1, 'B', false), (2, 'A', true), (2, 'B', false);
        CREATE VIEW booking AS SELECT * FROM (VALUES (1, 'A', date '2024-01-01', 'ann'), (1, 'A', date '2024-01-02', 'bob'),
                                                     (2, 'B', date '2024-01-01', 'cy'))
                               AS b(seat_row, seat_letter, day, guest))sql");
}

}  // namespace

TEST_CASE("get_many: the rows in the order of the keys, each as often as it was asked for") {
    matview_test::quiz_database quiz;
    matview::connection& db = quiz.db;
    CHECK_EQ(names_of(db.get_many<User>({5, 1, 2, 1, 5, 5})), names{"eve", "ann", "bob", "ann", "eve", "eve"});
    const std::vector<std::int64_t> ids{2, 1};
    CHECK_EQ(names_of(db.get_many<User>(ids)), names{"bob", "ann"});
    CHECK_EQ(names_of(db.get_many<User>(std::set<short>{5, 4})), names{"dan", "eve"});
    CHECK_EQ(names_of(db.get_many<User>(std::list<unsigned long long>{3})), names{"cy%_\\"});
    // Relations to the model are keys of it, and the keys of a model may be relations.
    std::vector<matview::foreign_key<User>> players;
    for (const Leaderboard& row :
         db.fetch(from<Leaderboard>().filter(col<&Leaderboard::user> < 3).order_by(matview::desc<&Leaderboard::user>)))
        players.push_back(row.user);
    CHECK_EQ(names_of(db.get_many<User>(players)), names{"bob", "ann"});
    const auto boards = db.get_many(from<Leaderboard>().select_related<&Leaderboard::user>(), std::vector{6, 2, 6});
    REQUIRE_EQ(boards.size(), 3);
    CHECK_FALSE(boards[0].user.exists());
    CHECK_EQ(boards[1].user->username, "bob");
    CHECK_EQ(boards[2].quizzes_played, 2);
    matview::transaction tx(db);
    CHECK_EQ(names_of(tx.get_many<User>({2, 1})), names{"bob", "ann"});
}

TEST_CASE("get_many: keys without a row are told, all of them") {
    matview_test::quiz_database quiz;
    const auto one = thrown_by<matview::not_found>([&] { quiz.db.get_many<User>({1, 77, 2, -5, 77}); });
    CHECK_EQ(one.message(), "get_many of auth_user: 2 of 5 keys have no row");
    CHECK_EQ(one.detail(), "without a row: 77; -5");
    CHECK_NE(one.hint().find("in_bulk"), std::string::npos);
    // No bigint holds the second one, and no int4 the third: such a key has no row either.
    const auto beyond = thrown_by<matview::not_found>([&] {
        quiz.db.get_many<Team>({1ULL, 18446744073709551615ULL, 5000000000ULL});
    });
    CHECK_EQ(beyond.detail(), "without a row: 18446744073709551615; 5000000000");
    std::vector<int> many(30);
    for (int i = 0; i < 30; ++i) many[static_cast<std::size_t>(i)] = 100 + i;
    const auto more = thrown_by<matview::not_found>([&] { quiz.db.get_many<User>(many); });
    CHECK_EQ(more.message(), "get_many of auth_user: 30 of 30 keys have no row");
    CHECK_EQ(more.detail(), "without a row: 100; 101; 102; 103; 104; 105; 106; 107; 108; 109; and 20 more");
    // A row that the query does not give is none.
    const auto active = from<User>().filter(col<&User::active>);
    CHECK_EQ(thrown_by<matview::not_found>([&] { quiz.db.get_many(active, {1, 3}); }).detail(), "without a row: 3");
}

TEST_CASE("in_bulk: the rows by key, without those that there are not") {
    matview_test::quiz_database quiz;
    const auto users = quiz.db.in_bulk<User>({5, 1, 77, 5});
    REQUIRE_EQ(users.size(), 2);
    CHECK_EQ(users.at(1).username, "ann");
    CHECK_EQ(users.at(5).username, "eve");
    CHECK_EQ(users.begin()->first, 1);
    const auto active = quiz.db.in_bulk(from<User>().filter(col<&User::active>), std::vector<int>{1, 3});
    REQUIRE_EQ(active.size(), 1);
    CHECK_EQ(active.at(1).username, "ann");
    const auto boards = quiz.db.in_bulk(from<Leaderboard>().select_related<&Leaderboard::user>(), {6LL, 1LL});
    REQUIRE_EQ(boards.size(), 2);
    CHECK_EQ(boards.at(1).user->username, "ann");
    CHECK_FALSE(boards.at(6).user.exists());
}

TEST_CASE("get_many, in_bulk: keys of several fields") {
    matview_test::quiz_database quiz(false);
    make_seats(quiz.other);
    const std::vector<seat_key> keys{{2, "A"}, {1, "B"}, {2, "A"}};
    const auto seats = quiz.db.get_many<Seat>(keys);
    REQUIRE_EQ(seats.size(), 3);
    CHECK_EQ(seats[0].row, 2);
    CHECK_EQ(seats[0].letter, "A");
    CHECK_EQ(seats[1].row, 1);
    CHECK_EQ(seats[1].letter, "B");
    CHECK(seats[2].by_window);
    // Not every row with one of the rows and one of the letters.
    const auto two = quiz.db.in_bulk<Seat>({seat_key{2, "A"}, seat_key{1, "B"}, seat_key{9, "A"}});
    CHECK_EQ(two.size(), 2);
    CHECK(two.at({2, "A"}).by_window);
    CHECK_FALSE(two.at({1, "B"}).by_window);
    CHECK_EQ(thrown_by<matview::not_found>([&] {
                 quiz.db.get_many<Seat>({std::tuple(2, "A"), std::tuple(9, "C")});
             }).detail(),
             "without a row: 9, 'C'");
    // A part that no column holds has its place kept: the others are not shifted against it.
    const auto beyond = quiz.db.in_bulk<Seat>(
        {seat_key{5000000000, "A"}, seat_key{1, "B"}, seat_key{-5000000000, "B"}, seat_key{2, "A"}});
    CHECK_EQ(beyond.size(), 2);

    using namespace std::chrono;
    const year_month_day day = 2024y / January / 1, next = 2024y / January / 2;
    const auto bookings =
        quiz.db.get_many<Booking>({std::tuple(seat_key{2, "B"}, day), std::tuple(seat_key{1, "A"}, day)});
    REQUIRE_EQ(bookings.size(), 2);
    CHECK_EQ(bookings[0].guest, "cy");
    CHECK_EQ(bookings[1].guest, "ann");
    const auto by_key = quiz.db.in_bulk<Booking>({std::tuple(seat_key{1, "A"}, next)});
    CHECK_EQ(by_key.at({seat_key{1, "A"}, next}).guest, "bob");
}

TEST_CASE("get_many, in_bulk: two rows of one key are told") {
    matview_test::quiz_database quiz(false);
    quiz.other.exec("ALTER TABLE team DROP CONSTRAINT team_pkey; INSERT INTO team VALUES (1, 'red again')");
    const auto many = thrown_by<matview::multiple_found>([&] { quiz.db.get_many<Team>({2, 1}); });
    CHECK_EQ(many.message(), "get_many of team: more than one row has the same primary key");
    CHECK_EQ(many.detail(), "key: 1");
    CHECK_THROWS_AS(quiz.db.in_bulk<Team>({2, 1}), matview::multiple_found);
    CHECK_EQ(quiz.db.get_many<Team>({2}).at(0).name, "blue");
}

TEST_CASE("get_many, in_bulk: a slice, and a key that is not read, are refused") {
    matview_test::quiz_database quiz(false);
    CHECK_THROWS_WITH_AS(quiz.db.get_many(from<User>().limit(1), {1}), doctest::Contains("a limit or an offset"),
                         matview::query_error);
    CHECK_THROWS_AS(quiz.db.in_bulk(from<User>().offset(1), {1}), matview::query_error);
    CHECK_THROWS_AS(quiz.db.in_bulk(from<User>().limit(1), std::vector<int>{}), matview::query_error);
}

TEST_CASE("get_many, in_bulk: one statement for any number of keys, none for none") {
    matview_test::counted_server counted;
    matview_test::exec(counted.conninfo("maker"),
                       "CREATE TABLE team (id int PRIMARY KEY, name varchar(30) NOT NULL); "
                       "INSERT INTO team SELECT i, 'team ' || i FROM generate_series(1, 100000) AS i; ANALYZE team; "
                       "CREATE TABLE seat (\"row\" int, letter text, by_window bool, PRIMARY KEY (\"row\", letter)); "
                       "INSERT INTO seat SELECT i, 'A', true FROM generate_series(1, 20000) AS i; ANALYZE seat");
    matview::connection db(counted.conninfo());
    counted.ran();
    CHECK(db.get_many<Team>(std::vector<int>{}).empty());
    CHECK(db.in_bulk<Team>(std::vector<int>{}).empty());
    // No bigint holds it.
    CHECK_THROWS_AS(db.get_many<Team>({18446744073709551615ULL}), matview::not_found);
    CHECK(db.in_bulk<Team>({18446744073709551615ULL}).empty());
    CHECK(counted.ran().empty());

    for (const int count : {1, 2, 100, 1000, 100000}) {
        CAPTURE(count);
        std::vector<int> keys;
        for (int i = count; i > 0; --i) keys.push_back(i);
        const auto rows = db.get_many<Team>(keys);
        REQUIRE_EQ(rows.size(), keys.size());
        bool in_order = true;
        for (std::size_t i = 0; i < rows.size(); ++i) in_order = in_order && rows[i].id == keys[i];
        CHECK(in_order);
        CHECK_EQ(db.in_bulk<Team>(keys).size(), keys.size());
        const auto ran = counted.ran();
        REQUIRE_EQ(ran.size(), 2);
        for (const std::string& text : ran) {
            CHECK_NE(text.find("WHERE t0.\"id\" = ANY ($1)"), std::string::npos);
            CHECK_EQ(text.find("$2"), std::string::npos);
        }
    }
    std::vector<seat_key> seats;
    for (int i = 20000; i > 0; --i) seats.emplace_back(i, "A");
    CHECK_EQ(db.get_many<Seat>(seats).at(1).row, 19999);
    const auto ran = counted.ran();
    REQUIRE_EQ(ran.size(), 1);
    CHECK_NE(ran[0].find("WHERE (t0.\"row\", t0.\"letter\") IN (SELECT * FROM ROWS FROM (pg_catalog.unnest($1), "
                         "pg_catalog.unnest(COALESCE($2, ARRAY(SELECT \"letter\" FROM \"seat\" LIMIT 0)))))"),
             std::string::npos);
}

TEST_CASE("get_many: an index finds the keys, also where the plan is a generic one") {
    matview_test::quiz_database quiz(false);
    make_seats(quiz.other);
    quiz.other.exec(
        "INSERT INTO auth_user SELECT i, 'user', true FROM generate_series(1000, 60000) AS i; ANALYZE auth_user; "
        "INSERT INTO seat SELECT i, 'A', true FROM generate_series(1000, 60000) AS i; ANALYZE seat");
    for (const char* mode : {"force_custom_plan", "force_generic_plan"}) {
        CAPTURE(mode);
        quiz.db.execute(std::string("SET plan_cache_mode = ") + mode);
        std::vector<int> ids;
        std::vector<seat_key> seats;
        for (int i = 0; i < 200; ++i) {
            ids.push_back(1000 + 7 * i);
            seats.emplace_back(1000 + 7 * i, "A");
        }
        const auto scans = [&] {
            matview_test::raw_connection fresh(quiz.database.conninfo());
            return fresh.rows(
                "SELECT sum(seq_scan) FROM pg_stat_user_tables WHERE relname IN ('auth_user', 'seat')")[0][0];
        };
        quiz.db.execute("SELECT pg_stat_force_next_flush()");
        const auto before = scans();
        CHECK_EQ(quiz.db.get_many<User>(ids).size(), ids.size());
        CHECK_EQ(quiz.db.get_many<Seat>(seats).size(), seats.size());
        quiz.db.execute("SELECT pg_stat_force_next_flush()");
        CHECK_EQ(scans(), before);
    }
}
