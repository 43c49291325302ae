// stand_in: what is tested reads, refreshes and verifies the rows given as if they were the view's own.
#include <doctest/doctest.h>

#include <array>
#include <tuple>

#include <matview/testing.hpp>

#include <support/raw_connection.hpp>

#include "../../models.hpp"

using matview::purpose;
using matview::testing::stand_in;
using quiz::Leaderboard;
using quiz::Team;
using quiz::User;

namespace {
enum class mood { sad, happy };
}

template <> struct matview::codec<mood> {
    static constexpr matview::pg_type type{"mood"};
    static mood decode(std::span<const std::byte> bytes, const matview::type_registry&) {
        return static_cast<char>(bytes[0]) == 's' ? mood::sad : mood::happy;
    }
    static void encode(const mood& value, matview::byte_writer& out, const matview::type_registry&) {
        out.raw(std::string_view(value == mood::sad ? "sad" : "happy"));
    }
};

namespace {

struct Everything {
    std::int64_t id;
    std::int16_t small;
    std::int32_t middle;
    float real;
    double wide;
    bool yes;
    std::string text;
    matview::numeric exact;
    matview::uuid uuid;
    std::vector<std::byte> bytes;
    std::chrono::year_month_day day;
    matview::time_of_day time;
    std::chrono::local_time<std::chrono::microseconds> local;
    std::chrono::sys_time<std::chrono::microseconds> instant;
    mood feeling;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("every\"thing");
        using primary_key = matview::key<&Everything::id>;
        using columns = matview::columns<matview::db_column<&Everything::small, "Small \"One\"">>;
    };
};

struct Nothing {  // the same, and NULL in all of it
    std::optional<std::int16_t> small;
    std::optional<bool> yes;
    std::optional<std::string> text;
    std::optional<std::vector<std::byte>> bytes;
    std::optional<mood> feeling;
    std::optional<matview::foreign_key<Team>> team;

    struct Meta {
        static constexpr auto relation = matview::view("nothing", "reporting");
    };
};

struct RoomHour {
    std::int32_t room;
    std::int64_t hour;

    struct Meta {
        static constexpr auto relation = matview::table("room_hour");
        using primary_key = matview::key<&RoomHour::room, &RoomHour::hour>;
    };
};
struct Reservation {
    matview::foreign_key<RoomHour> slot;
    std::optional<matview::foreign_key<RoomHour>> instead;
    std::string who;

    struct Meta {
        static constexpr auto relation = matview::view("reservation");
        using primary_key = matview::key<&Reservation::slot>;
        using columns = matview::columns<matview::db_column<&Reservation::slot, "room", "hour">,
                                         matview::db_column<&Reservation::instead, "other_room", "other_hour">>;
    };
};

struct LongName {
    std::int32_t id;
    struct Meta {
        static constexpr auto relation =
            matview::materialized_view("abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_12345\u00e4\u00f6");
    };
};

// The service that is tested: it knows nothing of tests.
std::vector<std::string> best_players(matview::session& db) {
    db.refresh_concurrently<Leaderboard>();
    std::vector<std::string> names;
    for (const auto& row :
         db.fetch(matview::from<Leaderboard>().select_related<&Leaderboard::user, &User::team>().order_by(
             matview::desc<&Leaderboard::quizzes_played>)))
        names.push_back(row.user->username + " of " +
                        (row.user->team && row.user->team->exists() ? (*row.user->team)->name : "no team"));
    return names;
}

struct test {
    matview::testing::database database;
    matview::connection db{database.conninfo()};
};

std::int64_t relations(matview::session& db) {
    return db
        .query<std::int64_t>(
            "SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace "
            "WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'")
        .front();
}

}  // namespace

TEST_CASE("a service's code runs unchanged on stand-ins, refresh, verify and related rows included") {
    test t;
    stand_in<Team>(t.db, {{1, "red"}});
    stand_in<User>(t.db, {{.id = 1, .username = "ann", .active = true, .team = 1},
                          {.id = 2, .username = "bob", .active = false, .team = {}}});
    const std::string rows = stand_in<Leaderboard>(
        t.db, {{.user = 2, .quizzes_played = 3, .best_score = {}}, {.user = 1, .quizzes_played = 5, .best_score = 90}});
    CHECK_EQ(rows, R"("public"."leaderboard_rows")");
    CHECK_EQ(best_players(t.db), std::vector<std::string>{"ann of red", "bob of no team"});
    for (const purpose p : {purpose::read, purpose::refresh, purpose::refresh_concurrently})
        CHECK_MESSAGE(t.db.verify<Leaderboard>(p).ok(), to_string(t.db.verify<Leaderboard>(p)));
    CHECK(t.db.verify<User>().ok());
    CHECK(t.db.is_populated<Leaderboard>());

    // As with the real view, a change is seen with the next refresh, and not before.
    t.db.execute("UPDATE " + rows + " SET quizzes_played = 9 WHERE user_id = 2");
    CHECK_EQ(t.db.get<Leaderboard>(2).quizzes_played, 3);
    CHECK_EQ(best_players(t.db).front(), "bob of no team");
    t.db.refresh<Leaderboard>();
    CHECK_EQ(t.db.get<Leaderboard>(2).quizzes_played, 9);

    // The indexes of the Meta are those that `create` makes.
    CHECK_EQ(t.db.query<std::int64_t>("SELECT count(*) FROM pg_index WHERE indrelid = 'leaderboard'::regclass").front(),
             2);
}

TEST_CASE("every type makes the way there and back, by odd names") {
    test t;
    t.db.execute("CREATE TYPE mood AS ENUM ('sad', 'happy')");
    const Everything row{
        .id = std::numeric_limits<std::int64_t>::min(),
        .small = -32768,
        .middle = 2147483647,
        .real = 0.1F,
        .wide = 0.1,
        .yes = true,
        .text = "it's \\ \"ä\" $1; --",
        .exact = matview::numeric("12345678901234567890.1230"),
        .uuid = matview::uuid("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        .bytes = {std::byte{0}, std::byte{255}},
        .day = std::chrono::year(2024) / 2 / 29,
        .time = matview::time_of_day{std::chrono::hours{24}},
        .local = std::chrono::local_days(std::chrono::year(1969) / 12 / 31) + std::chrono::microseconds(1),
        .instant = std::chrono::sys_days(std::chrono::year(2024) / 10 / 27) + std::chrono::microseconds(-1),
        .feeling = mood::happy};
    stand_in<Everything>(t.db, {row});
    const auto found = t.db.verify<Everything>(purpose::refresh_concurrently);
    CHECK_MESSAGE(found.ok(), to_string(found));
    const Everything got = t.db.get<Everything>(row.id);
    CHECK_EQ(got.small, row.small);
    CHECK_EQ(got.middle, row.middle);
    CHECK_EQ(got.real, row.real);
    CHECK_EQ(got.wide, row.wide);
    CHECK_EQ(got.yes, row.yes);
    CHECK_EQ(got.text, row.text);
    CHECK_EQ(got.exact.to_string(), row.exact.to_string());
    CHECK(got.uuid == row.uuid);
    CHECK(got.bytes == row.bytes);
    CHECK(got.day == row.day);
    CHECK(got.time == row.time);
    CHECK(got.local == row.local);
    CHECK(got.instant == row.instant);
    CHECK(got.feeling == row.feeling);

    matview_test::raw_connection other(t.database.conninfo());
    const auto types = other.rows(
        "SELECT string_agg(format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute "
        "WHERE attrelid = '\"every\"\"thing\"'::regclass AND attnum > 0");
    CHECK_EQ(types[0][0].value(),
             "bigint, smallint, integer, real, double precision, boolean, text, numeric, uuid, bytea, date, "
             "time without time zone, timestamp without time zone, timestamp with time zone, mood");
}

TEST_CASE("NULL in all fields, in a plain view of another schema") {
    test t;
    t.db.execute("CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE SCHEMA reporting");
    Nothing little;
    little.text = "";
    little.team = 7;
    CHECK_EQ(stand_in<Nothing>(t.db, {{}, little}), R"("reporting"."nothing_rows")");
    CHECK(t.db.verify<Nothing>().ok());
    const auto rows = t.db.fetch(matview::from<Nothing>().order_by(matview::asc<&Nothing::text>));
    REQUIRE_EQ(rows.size(), 2);
    CHECK_EQ(rows[0].text.value(), "");
    CHECK_EQ(rows[0].team->key(), 7);
    const Nothing& nothing = rows[1];
    CHECK_FALSE((nothing.small || nothing.yes || nothing.text || nothing.bytes || nothing.feeling || nothing.team));
}

TEST_CASE("foreign keys to composite keys are their columns; rows count as their keys") {
    test t;
    const RoomHour nine{1, 9};
    stand_in<RoomHour>(t.db, std::array{nine, RoomHour{2, 10}});
    stand_in<Reservation>(
        t.db, std::vector<Reservation>{{.slot = nine, .instead = {}, .who = "ann"},
                                       {.slot = matview::key_of<RoomHour>(2, 10), .instead = nine, .who = "bob"}});
    CHECK(t.db.verify<Reservation>().ok());
    const Reservation bob = t.db.get(matview::from<Reservation>().select_related<&Reservation::instead>().filter(
        matview::col<&Reservation::who> == "bob"));
    CHECK_EQ(std::get<1>(bob.slot.key()), 10);
    CHECK_EQ((*bob.instead)->hour, 9);
    CHECK_FALSE(t.db.get<Reservation>(std::tuple(1, 9)).instead.has_value());
}

TEST_CASE("no rows at all, and many of them") {
    test t;
    stand_in<Leaderboard>(t.db, {});
    CHECK_EQ(t.db.count<Leaderboard>(), 0);
    std::vector<User> many;
    for (int i = 0; i < 3000; ++i) many.push_back({.id = i, .username = std::to_string(i), .active = true, .team = {}});
    stand_in<User>(t.db, many);
    CHECK_EQ(t.db.count<User>(), 3000);
}

TEST_CASE("what is there stays, and nothing else is made") {
    test t;
    t.db.execute("CREATE TABLE leaderboard (user_id bigint); INSERT INTO leaderboard VALUES (7)");
    const std::int64_t before = relations(t.db);
    CHECK_THROWS_AS(stand_in<Leaderboard>(t.db, {{.user = 1, .quizzes_played = 1, .best_score = {}}}),
                    matview::already_exists);
    CHECK_EQ(t.db.query<std::int64_t>("SELECT user_id FROM leaderboard"), std::vector<std::int64_t>{7});
    CHECK_EQ(relations(t.db), before);

    t.db.execute("DROP TABLE leaderboard; CREATE VIEW leaderboard_rows AS SELECT 1 AS one");
    try {
        stand_in<Leaderboard>(t.db, {});
        FAIL("it should have thrown");
    } catch (const matview::already_exists& failure) {
        CHECK_NE(std::string(failure.what()).find("leaderboard_rows"), std::string::npos);
        CHECK_NE(failure.hint().find("nothing is dropped"), std::string::npos);
    }
    CHECK_EQ(relations(t.db), before);  // the table has made room for the view

    // A second one for a table is refused too.
    stand_in<User>(t.db, {});
    CHECK_THROWS_AS(stand_in<User>(t.db, {}), matview::already_exists);
}

TEST_CASE("within a transaction a stand-in is a part of it, and one that fails leaves it usable") {
    test t;
    {
        matview::transaction work(t.db);
        stand_in<Leaderboard>(work, {{.user = 1, .quizzes_played = 1, .best_score = {}}});
        CHECK_EQ(work.count<Leaderboard>(), 1);
        CHECK_THROWS_AS(stand_in<Leaderboard>(work, {}), matview::already_exists);
        CHECK_EQ(work.count<Leaderboard>(), 1);
    }
    CHECK_EQ(relations(t.db), 0);
}

TEST_CASE("without data it is not populated until it is refreshed") {
    test t;
    stand_in<Leaderboard>(t.db, {{.user = 1, .quizzes_played = 1, .best_score = {}}}, {.with_data = false});
    CHECK_THROWS_AS(t.db.count<Leaderboard>(), matview::not_populated);
    t.db.refresh<Leaderboard>();
    CHECK_EQ(t.db.count<Leaderboard>(), 1);
}

TEST_CASE("rows that cannot be told apart, values that cannot be held and types that there are not") {
    test t;
    const Leaderboard row{.user = 1, .quizzes_played = 1, .best_score = {}};
    CHECK_THROWS_AS(stand_in<Leaderboard>(t.db, {row, row}), matview::duplicate_rows);
    const User ann{.id = 1, .username = "ann", .active = true, .team = {}};
    CHECK_THROWS_AS(stand_in<User>(t.db, {ann, ann}), matview::duplicate_rows);

    User broken = ann;
    broken.id = 2;
    broken.username = std::string("a\0b", 3);
    try {
        stand_in<User>(t.db, {ann, broken});
        FAIL("it should have thrown");
    } catch (const matview::value_error& failure) {
        CHECK_NE(failure.message().find("stand_in of auth_user, row 2: "), std::string::npos);
    }
    try {
        stand_in<Everything>(t.db, {});
        FAIL("it should have thrown");
    } catch (const matview::mapping_error& failure) {
        REQUIRE_EQ(failure.problems().size(), 1);
        CHECK_EQ(failure.problems().front().column, "feeling");
    }
    try {
        t.db.execute("CREATE TYPE mood AS ENUM ('sad', 'happy')");
        stand_in<Nothing>(t.db, {});
        FAIL("it should have thrown");
    } catch (const matview::server_error& failure) {
        CHECK_NE(failure.hint().find("CREATE SCHEMA"), std::string::npos);
    }
    CHECK_EQ(relations(t.db), 0);
}

TEST_CASE("a name as long as they get leaves room for its rows") {
    test t;
    const std::string rows = stand_in<LongName>(t.db, {{4}});
    CHECK_EQ(rows, "\"public\".\"abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_1234_rows\"");
    CHECK_EQ(t.db.count<LongName>(), 1);
}

TEST_CASE("types and functions that others planted in front of PostgreSQL's are not taken for them") {
    test t;
    t.db.execute(
        "CREATE DOMAIN public.int8 AS text; CREATE DOMAIN public.text AS int4; SET search_path = public, pg_catalog");
    stand_in<User>(t.db, {{.id = 1, .username = "ann", .active = true, .team = {}}});
    CHECK_EQ(t.db.get<User>(1).username, "ann");
}
