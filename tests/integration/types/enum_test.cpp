// Enum classes and PostgreSQL's enums, through a real server.
#include "composed_support.hpp"

using namespace composed_test;
using matview::asc;
using matview::col;
using matview::from;
using kind = matview::problem::kind;

namespace {

enum class mood { sad, ok, very_happy, never_heard_of };
enum class size : short { small = -300, large = 300 };
enum class unmade { a };

struct Diary {
    std::int64_t id;
    mood morning;
    std::optional<mood> evening;
    std::vector<mood> others;

    struct Meta {
        static constexpr auto relation = matview::table("diary");
        using primary_key = matview::key<&Diary::id>;
    };
};

struct Mornings {
    mood morning;
    struct Meta {
        static constexpr auto relation = matview::table("diary");
        using primary_key = matview::key<&Mornings::morning>;
    };
};

struct Plain {
    mood value;
};

struct Diaries {
    Diaries() : db(database.conninfo()), other(database.conninfo()) {
        db.execute(
            "CREATE SCHEMA shop; CREATE TYPE shop.size AS ENUM ('small', 'large');"
            "CREATE TYPE mood AS ENUM ('sad', 'ok', 'very happy');"
            "CREATE TABLE diary (id bigint, morning mood, evening mood, others mood[]);"
            "INSERT INTO diary VALUES (1, 'sad', 'very happy', '{ok}'), (2, 'very happy', NULL, '{}')");
    }
    matview_test::test_database database;
    matview::connection db;
    matview_test::raw_connection other;
};

}  // namespace

template <> struct matview::meta<mood> {
    static constexpr auto type = matview::enum_type("mood");
    using labels = matview::labels<matview::label<mood::very_happy, "very happy">>;
};
template <> struct matview::meta<size> {
    static constexpr auto type = matview::enum_type("size", "shop");
    static constexpr auto first = size::small, last = size::large;
};
template <> struct matview::meta<unmade> { static constexpr auto type = matview::enum_type("unmade"); };

TEST_CASE("enums by name and by given label, alone and in arrays, of any schema and range") {
    Diaries d;
    both_ways<mood>(d.db, "mood", "'sad'", mood::sad);
    both_ways<mood>(d.db, "mood", "'very happy'", mood::very_happy);
    both_ways<std::vector<mood>>(d.db, "mood[]", "'{ok,\"very happy\"}'", {mood::ok, mood::very_happy});
    both_ways<std::vector<std::optional<mood>>>(d.db, "mood[]", "'{NULL,ok}'", {std::nullopt, mood::ok});
    both_ways<size>(d.db, "shop.size", "'small'", size::small);
    both_ways<size>(d.db, "shop.size", "'large'", size::large);
    d.db.execute("CREATE DOMAIN feeling AS mood");
    both_ways<mood>(d.db, "feeling", "'ok'", mood::ok);
    both_ways<std::vector<mood>>(d.db, "feeling[]", "'{ok}'", {mood::ok});
}

TEST_CASE("enums in models: read, compared, a key") {
    Diaries d;
    const auto rows = d.db.fetch(from<Diary>().order_by(asc<&Diary::id>));
    REQUIRE_EQ(rows.size(), 2);
    CHECK(rows[0].morning == mood::sad);
    CHECK(rows[0].evening == mood::very_happy);
    CHECK(rows[0].others == std::vector{mood::ok});
    CHECK_FALSE(rows[1].evening.has_value());
    const auto count = [&](const auto& condition) { return d.db.count(from<Diary>().filter(condition)); };
    CHECK_EQ(count(col<&Diary::morning> == mood::very_happy), 1);
    CHECK_EQ(count(col<&Diary::morning> != mood::very_happy), 1);
    CHECK_EQ(count(col<&Diary::morning> < mood::very_happy), 1);  // the order of the labels
    CHECK_EQ(count(col<&Diary::morning>.in({mood::sad, mood::never_heard_of, mood::very_happy})), 2);
    CHECK_EQ(count(col<&Diary::morning> == mood::never_heard_of), 0);
    CHECK_EQ(count(col<&Diary::morning> != mood::never_heard_of), 2);
    CHECK_EQ(count(col<&Diary::morning> == static_cast<mood>(77)), 0);
    CHECK(d.db.get<Mornings>(mood::sad).morning == mood::sad);
    CHECK_THROWS_AS(d.db.execute("INSERT INTO diary (morning) VALUES ($1)", mood::never_heard_of),
                    matview::value_error);
    CHECK_EQ(
        d.db.execute("INSERT INTO diary (id, morning, others) VALUES (3, $1, $2)", mood::ok, std::vector{mood::sad}),
        1);
}

TEST_CASE("labels without enumerators are all told before the first row, enumerators without labels by verify alone") {
    Diaries d;
    d.db.execute("DELETE FROM diary; ALTER TYPE mood ADD VALUE 'angry'; ALTER TYPE mood ADD VALUE 'so-so'");
    try {
        static_cast<void>(d.db.fetch<Diary>());
        FAIL("no error");
    } catch (const matview::mapping_error& error) {
        REQUIRE_EQ(error.problems().size(), 6);  // two labels in each of three columns
        const auto& first = error.problems()[0];
        CHECK(first.what == kind::label_without_enumerator);
        CHECK_EQ(first.relation, "diary");
        CHECK_EQ(first.column, "morning");
        CHECK_EQ(first.description, "column morning: the label \"angry\" of the enum mood has no enumerator in mood");
        CHECK_EQ(first.mend, "add the enumerator angry to mood");
        CHECK_EQ(error.problems()[1].mend,
                 "add an enumerator to mood, and matview::label<mood::…, \"so-so\"> to its meta");
        CHECK_EQ(error.problems()[5].column, "others");
    }
    const auto found = d.db.verify<Mornings>();
    REQUIRE_EQ(found.size(), 3);
    CHECK(found.problems()[2].what == kind::enumerator_without_label);
    contains(found.problems()[2].description,
             "the enumerator mood::never_heard_of stands for the label \"never_heard_of\"");
    contains(found.problems()[2].mend, "ALTER TYPE mood ADD VALUE 'never_heard_of'");
    CHECK_THROWS_AS(d.db.query<Plain>("SELECT 'ok'::mood AS value"), matview::mapping_error);
}

TEST_CASE("a label that comes later is an error where it is read, and the rest goes on") {
    Diaries d;
    CHECK_EQ(d.db.fetch<Diary>().size(), 2);
    d.other.exec("ALTER TYPE mood ADD VALUE 'angry'");
    d.other.exec("INSERT INTO diary VALUES (3, 'angry', NULL, '{}')");
    CHECK_EQ(d.db.fetch(from<Diary>().filter(col<&Diary::id> < 3)).size(), 2);
    try {
        static_cast<void>(d.db.fetch(from<Diary>().order_by(asc<&Diary::id>)));
        FAIL("no error");
    } catch (const matview::value_error& error) {
        contains(error.message(),
                 "diary: column morning (Diary::morning, mood) in row 3: the label \"angry\" of the enum mood has no "
                 "enumerator in mood");
    }
    d.other.exec("DELETE FROM diary WHERE id = 3; ALTER TYPE mood RENAME VALUE 'sad' TO 'gloomy'");
    CHECK_THROWS_AS(d.db.fetch<Diary>(), matview::value_error);
    CHECK_EQ(d.db.count(from<Diary>().filter(col<&Diary::morning> == mood::ok)), 0);
    CHECK_THROWS_AS(matview::connection(d.database.conninfo()).fetch<Diary>(), matview::mapping_error);
}

TEST_CASE("an enum and another type do not mix, and an enum made anew is found") {
    Diaries d;
    const auto error = error_of<matview::mapping_error, mood>(d.db, "'ok'::text AS morning");
    contains(error.what(), "column morning is text, which the value (mood) does not read");
    contains(error.what(), "make the value std::string, or cast in the SQL: \"morning\"::mood");
    CHECK_THROWS_AS(d.db.query<mood>("SELECT 'small'::shop.size"), matview::mapping_error);
    CHECK_THROWS_AS(d.db.query<unmade>("SELECT 'ok'::mood"), matview::mapping_error);
    contains(error_of<matview::mapping_error, int>(d.db, "'ok'::mood").what(), "make the value std::string");
    CHECK_THROWS_AS(d.db.execute("SELECT $1::int", mood::ok), matview::mapping_error);

    CHECK(d.db.query<mood>("SELECT 'ok'::mood").at(0) == mood::ok);
    d.db.execute("DROP TABLE diary; DROP TYPE mood; CREATE TYPE mood AS ENUM ('ok')");
    CHECK_EQ(d.db.query<std::string>("SELECT $1::mood::text AS made_anew", mood::ok).at(0), "ok");
    CHECK(d.db.query<mood>("SELECT 'ok'::mood AS made_anew").at(0) == mood::ok);
}
