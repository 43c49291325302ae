// Foreign keys: loaded and not, gone, nullable, of any key type, to oneself, to each other.
#include <doctest/doctest.h>

#include "quiz_database.hpp"

using matview::asc;
using matview::col;
using matview::from;
using quiz::Leaderboard;
using quiz::Team;
using quiz::User;

TEST_CASE("select_related brings the row along") {
    matview_test::quiz_database quiz;
    const auto rows =
        quiz.db.fetch(from<Leaderboard>().select_related<&Leaderboard::user>().order_by(asc<&Leaderboard::user>));
    REQUIRE_EQ(rows.size(), 6);
    CHECK_EQ(rows[0].user->username, "ann");
    CHECK_EQ((*rows[1].user).username, "bob");
    CHECK(rows[0].user.loaded());
    CHECK(rows[0].user.exists());
    const auto copy = rows;  // deep: each copy owns its row
    CHECK_EQ(copy[0].user->username, "ann");
    CHECK_NE(&*copy[0].user, &*rows[0].user);
}

TEST_CASE("a related row that is gone is known to be gone, and takes no row away") {
    matview_test::quiz_database quiz;
    const auto rows =
        quiz.db.fetch(from<Leaderboard>().select_related<&Leaderboard::user>().order_by(asc<&Leaderboard::user>));
    REQUIRE_EQ(rows.size(), 6);
    const auto& gone = rows[5].user;
    CHECK_EQ(gone.key(), 6);
    CHECK(gone.loaded());
    CHECK_FALSE(gone.exists());
    CHECK_THROWS_WITH_AS(static_cast<void>(gone->username),
                         doctest::Contains("Leaderboard::user: the User that it refers to is no longer there"),
                         matview::related_row_missing);
    const auto copy = gone;
    CHECK_FALSE(copy.exists());
}

TEST_CASE("a related row outlives the others of its fetch, and the connection") {
    std::optional<matview::foreign_key<User>> kept;
    {
        matview_test::quiz_database quiz;
        auto rows =
            quiz.db.fetch(from<Leaderboard>().select_related<&Leaderboard::user>().order_by(asc<&Leaderboard::user>));
        kept = std::move(rows.at(1).user);
    }
    CHECK_EQ((*kept)->username, "bob");
}

TEST_CASE("a row that was not selected names the call that would select it") {
    matview_test::quiz_database quiz;
    const auto row = quiz.db.get<Leaderboard>(1);
    CHECK_FALSE(row.user.loaded());
    CHECK_EQ(row.user.key(), 1);
    CHECK_THROWS_WITH_AS(static_cast<void>(row.user->username),
                         doctest::Contains("add .select_related<&Leaderboard::user>() to the query"),
                         matview::not_loaded);
    CHECK_THROWS_AS(static_cast<void>(row.user.exists()), matview::not_loaded);
}

TEST_CASE("along two relations, the second nullable") {
    matview_test::quiz_database quiz;
    const auto rows = quiz.db.fetch(
        from<Leaderboard>().select_related<&Leaderboard::user, &User::team>().order_by(asc<&Leaderboard::user>));
    REQUIRE_EQ(rows.size(), 6);
    CHECK_EQ((*rows[0].user->team)->name, "red");
    CHECK_FALSE(rows[3].user->team.has_value());  // dan has no team
    CHECK_EQ(rows[4].user->team->key(), 9);       // eve's team is gone
    CHECK_FALSE(rows[4].user->team->exists());
    CHECK_FALSE(rows[5].user.exists());  // and user 6 altogether
}

TEST_CASE("filtering by key needs no join") {
    matview_test::quiz_database quiz;
    const auto q = from<Leaderboard>().filter(col<&Leaderboard::user> == 2);
    CHECK(q.sql().text.find("JOIN") == std::string::npos);
    CHECK_EQ(quiz.db.fetch(q).size(), 1);
    const User bob = quiz.db.get<User>(2);
    CHECK_EQ(quiz.db.get(from<Leaderboard>().filter(col<&Leaderboard::user> == bob)).user.key(), 2);
    CHECK_EQ(
        quiz.db.get(from<Leaderboard>().filter(col<&Leaderboard::user> == matview::foreign_key<User>(2))).user.key(),
        2);
    CHECK_EQ(quiz.db.count(from<Leaderboard>().filter(col<&Leaderboard::user>.in(quiz.db.fetch<User>()))), 5);
    CHECK_EQ(quiz.db.count(from<User>().filter(col<&User::team>.is_null())), 1);
}

namespace {

struct Country {
    std::string code;
    std::string name;
    struct Meta {
        static constexpr auto relation = matview::table("country");
        using primary_key = matview::key<&Country::code>;
    };
};
struct Device {
    matview::uuid id;
    matview::foreign_key<Country> country;
    struct Meta {
        static constexpr auto relation = matview::table("device");
        using primary_key = matview::key<&Device::id>;
    };
};
struct Slot {  // composite key
    std::int32_t room;
    std::int64_t hour;
    std::optional<matview::foreign_key<Device>> device;
    struct Meta {
        static constexpr auto relation = matview::table("slot");
        using primary_key = matview::key<&Slot::room, &Slot::hour>;
    };
};
struct Booking {  // its key is a foreign key, to a composite key
    matview::foreign_key<Slot> slot;
    std::string who;
    struct Meta {
        static constexpr auto relation = matview::table("booking");
        using primary_key = matview::key<&Booking::slot>;
        using columns = matview::columns<matview::db_column<&Booking::slot, "slot_room", "slot_hour">>;
    };
};
struct Note {  // a key of a key
    std::int64_t id;
    std::optional<matview::foreign_key<Booking>> booking;
    struct Meta {
        static constexpr auto relation = matview::table("note");
        using primary_key = matview::key<&Note::id>;
        using columns = matview::columns<matview::db_column<&Note::booking, "room", "hour">>;
    };
};
static_assert(std::is_same_v<matview::key_of<Note>, std::int64_t>);
static_assert(std::is_same_v<matview::key_of<Booking>, std::tuple<std::int32_t, std::int64_t>>);

struct Employee {
    std::int64_t id;
    std::string name;
    std::optional<matview::foreign_key<Employee, std::int64_t>> boss;
    struct Meta {
        static constexpr auto relation = matview::table("employee");
        using primary_key = matview::key<&Employee::id>;
    };
};

struct Chicken;
struct Egg {
    std::int32_t id;
    matview::foreign_key<Chicken, std::int32_t> laid_by;
    struct Meta {
        static constexpr auto relation = matview::table("egg");
        using primary_key = matview::key<&Egg::id>;
    };
};
struct Chicken {
    std::int32_t id;
    std::optional<matview::foreign_key<Egg>> hatched_from;
    struct Meta {
        static constexpr auto relation = matview::table("chicken");
        using primary_key = matview::key<&Chicken::id>;
    };
};

}  // namespace

TEST_CASE("keys of text, uuid, several columns, and keys of keys") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(R"sql(
        CREATE TABLE country (code text PRIMARY KEY, name text NOT NULL);
        CREATE TABLE device (id uuid PRIMARY KEY, country_id text NOT NULL);
        CREATE TABLE slot (room int, hour bigint, device_id uuid, PRIMARY KEY (room, hour));
        CREATE TABLE booking (slot_room int, slot_hour bigint, who text NOT NULL, PRIMARY KEY (slot_room, slot_hour));
        CREATE TABLE note (id bigint PRIMARY KEY, room int, hour bigint);
        INSERT INTO country VALUES ('nz', 'New Zealand');
        INSERT INTO device VALUES ('11111111-2222-3333-4444-555555555555', 'nz');
        INSERT INTO slot VALUES (1, 9, '11111111-2222-3333-4444-555555555555'), (1, 10, NULL);
        INSERT INTO booking VALUES (1, 9, 'ann'), (1, 10, 'bob'), (2, 9, 'nobody''s slot');
        INSERT INTO note VALUES (1, 1, 9), (2, NULL, NULL), (3, 1, NULL), (4, 7, 7))sql");

    const auto devices = db.fetch(from<Device>().select_related<&Device::country>());
    CHECK_EQ(devices.at(0).country->name, "New Zealand");
    CHECK_EQ(db.count(from<Device>().filter(col<&Device::country> == "nz")), 1);
    CHECK_EQ(db.get<Device>(matview::uuid("11111111-2222-3333-4444-555555555555")).country.key(), "nz");

    CHECK(db.get<Slot>(std::tuple(1, 9)).device.has_value());
    CHECK_EQ(db.get<Booking>(std::tuple(1, 10)).who, "bob");
    const auto bookings =
        db.fetch(from<Booking>().select_related<&Booking::slot, &Slot::device, &Device::country>().order_by(
            asc<&Booking::slot>));
    REQUIRE_EQ(bookings.size(), 3);
    CHECK_EQ(bookings[0].slot.key(), std::tuple(1, std::int64_t{9}));
    CHECK_EQ((*bookings[0].slot->device)->country->name, "New Zealand");
    CHECK_FALSE(bookings[1].slot->device.has_value());
    CHECK_FALSE(bookings[2].slot.exists());
    CHECK_EQ(db.count(from<Booking>().filter(col<&Booking::slot> == std::tuple(1, 9))), 1);
    CHECK_EQ(db.count(from<Booking>().filter(col<&Booking::slot> != std::tuple(1, 9))), 2);
    CHECK_EQ(db.count(from<Booking>().filter(
                 col<&Booking::slot>.in(std::vector{std::tuple(1, 9), std::tuple(2, 9), std::tuple(5, 5)}))),
             2);

    const auto notes = db.fetch(from<Note>().select_related<&Note::booking>().order_by(asc<&Note::id>));
    REQUIRE_EQ(notes.size(), 4);
    CHECK_EQ((*notes[0].booking)->who, "ann");
    CHECK_FALSE(notes[1].booking.has_value());
    CHECK_FALSE(notes[2].booking.has_value());  // half a key refers to nothing, as with MATCH SIMPLE
    CHECK_FALSE(notes[3].booking->exists());
}

TEST_CASE("a relation to oneself, followed twice") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        "CREATE TABLE employee (id bigint PRIMARY KEY, name text NOT NULL, boss_id bigint);"
        "INSERT INTO employee VALUES (1, 'ada', NULL), (2, 'ben', 1), (3, 'cat', 2)");
    const auto rows =
        db.fetch(from<Employee>().select_related<&Employee::boss, &Employee::boss>().order_by(asc<&Employee::id>));
    REQUIRE_EQ(rows.size(), 3);
    CHECK_FALSE(rows[0].boss.has_value());
    CHECK_EQ((*rows[1].boss)->name, "ada");
    CHECK_EQ((*(*rows[2].boss)->boss)->name, "ada");
    const auto grandchildren = from<Employee>().filter(col<&Employee::boss, &Employee::boss, &Employee::name> == "ada");
    CHECK_EQ(db.get(grandchildren).name, "cat");
}

TEST_CASE("relations to each other, one declared before its model") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        "CREATE TABLE egg (id int PRIMARY KEY, laid_by_id int NOT NULL); CREATE TABLE chicken (id int PRIMARY KEY, "
        "hatched_from_id int);"
        "INSERT INTO chicken VALUES (1, NULL), (2, 10); INSERT INTO egg VALUES (10, 1)");
    const auto chicken =
        db.get(from<Chicken>().select_related<&Chicken::hatched_from, &Egg::laid_by>().filter(col<&Chicken::id> == 2));
    CHECK_EQ((*chicken.hatched_from)->laid_by->id, 1);
}

TEST_CASE("rows for tests are made from keys or rows") {
    const Leaderboard by_key{.user = 7, .quizzes_played = 3, .best_score = {}};
    CHECK_EQ(by_key.user.key(), 7);
    CHECK_FALSE(by_key.user.loaded());
    const User ann{.id = 1, .username = "ann", .active = true, .team = {}};
    const Leaderboard by_row{.user = ann, .quizzes_played = 3, .best_score = 5};
    CHECK_EQ(by_row.user.key(), 1);
    CHECK_EQ(by_row.user->username, "ann");
    CHECK(by_row.user == matview::foreign_key<User>(1));
    const Device device{.id = {}, .country = "nz"};
    CHECK_EQ(device.country.key(), "nz");
}
