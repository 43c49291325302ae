// SQL of the user's own: typed parameters, typed rows.
#include <doctest/doctest.h>

#include <limits>

#include "quiz_database.hpp"

namespace {
struct Row {
    std::int64_t n;
    std::optional<std::string> label;
};
enum class mood { sad, ok, happy };
struct price {
    std::int64_t cents;
    bool operator==(const price&) const = default;
};
}  // namespace

// An enum, whose OID differs by database: known by its name.
template <> struct matview::codec<mood> {
    static constexpr matview::pg_type type{"mood"};
    static mood decode(std::span<const std::byte> bytes, const matview::type_registry&) {
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        if (text == "sad") return mood::sad;
        if (text == "ok") return mood::ok;
        if (text == "happy") return mood::happy;
        throw matview::value_error("no such mood: " + std::string(text));
    }
    static void encode(const mood& value, matview::byte_writer& out, const matview::type_registry&) {
        out.raw(value == mood::sad ? std::string_view("sad") : value == mood::ok ? "ok" : "happy");
    }
};
// A type of one's own over a built-in one, known by its OID.
template <> struct matview::codec<price> {
    static constexpr matview::pg_type type{matview::pg::int8};
    static price decode(std::span<const std::byte> bytes, const matview::type_registry&) {
        if (bytes.size() != 8) throw matview::value_error("a price has eight bytes");
        return {matview::read_integer<std::int64_t>(bytes.data())};
    }
    static void encode(const price& value, matview::byte_writer& out, const matview::type_registry&) {
        out.integer(value.cents);
    }
};

namespace {
struct Article {
    std::int64_t id;
    mood state;
    std::optional<mood> before;
    price costs;
    std::optional<price> was;
    struct Meta {
        static constexpr auto relation = matview::table("article");
        using primary_key = matview::key<&Article::id>;
    };
};
}  // namespace

TEST_CASE("rows into structs by name, in any order, others passed over") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    const auto rows = db.query<Row>(
        "SELECT 'x' AS label, true AS more, i AS n FROM generate_series(1, 3) i UNION ALL SELECT NULL, false, 9 ORDER "
        "BY n");
    REQUIRE_EQ(rows.size(), 4);
    CHECK_EQ(rows[2].n, 3);
    CHECK_EQ(rows[2].label, std::optional<std::string>("x"));
    CHECK_EQ(rows[3].label, std::nullopt);
    CHECK_THROWS_WITH_AS(db.query<Row>("SELECT 1 AS m"), doctest::Contains("the result has no column label"),
                         matview::mapping_error);
    CHECK_THROWS_AS(db.query<Row>("SELECT 1.5 AS n, 'x' AS label"), matview::mapping_error);
}

TEST_CASE("one column into plain values") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    CHECK_EQ(db.query<std::int64_t>("SELECT i FROM generate_series(1, 3) i"), std::vector<std::int64_t>{1, 2, 3});
    CHECK_EQ(db.query<std::string>("SELECT 'a' UNION ALL SELECT '' ORDER BY 1"), std::vector<std::string>{"", "a"});
    CHECK_EQ(db.query<std::optional<int>>("SELECT NULL::int").at(0), std::nullopt);
    CHECK_EQ(db.query<bool>("SELECT true WHERE false").size(), 0);
    CHECK_EQ(db.query<bool>("SELECT true UNION ALL SELECT false"), std::vector<bool>{true, false});
    CHECK_EQ(db.query<matview::numeric>("SELECT sum(i) FROM generate_series(1, 4::bigint) i").at(0),
             matview::numeric(10));
    CHECK_THROWS_AS(db.query<int>("SELECT NULL::int"), matview::mapping_error);
    CHECK_THROWS_AS(db.query<int>("SELECT 1, 2"), matview::mapping_error);
    CHECK_THROWS_AS(db.query<int>("SELECT 1::bigint"), matview::mapping_error);
}

TEST_CASE("parameters are encoded as the type of their place") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        "CREATE TABLE thing (small smallint, whole int, big bigint, exact numeric(10,2), single real, name char(5), "
        "day date, at timestamptz, raw bytea)");
    using namespace std::chrono;
    const auto moment = sys_days{2024y / February / 29} + 13h + 5min + 123456us;
    CHECK_EQ(db.execute("INSERT INTO thing VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", 1, 2U, std::int64_t{3},
                        matview::numeric("4.50"), 0.1, "ab", 2024y / February / 29, moment,
                        std::vector<std::byte>{std::byte{0}, std::byte{255}}),
             1);
    CHECK_EQ(db.query<std::string>("SELECT concat_ws('|', small, whole, big, exact, single, name, day, at AT TIME ZONE "
                                   "'UTC', raw) FROM thing")
                 .at(0),
             "1|2|3|4.50|0.1|ab   |2024-02-29|2024-02-29 13:05:00.123456|\\x00ff");
    CHECK_EQ(
        db.query<int>("SELECT count(*)::int FROM thing WHERE single = $1 AND name = $2 AND small = $3", 0.1, "ab", 1)
            .at(0),
        1);
    CHECK_EQ(db.query<std::string>("SELECT $1", 42).at(0), "42");
    CHECK_EQ(db.query<int>("SELECT count(*)::int FROM thing WHERE single > $1", 0U).at(0), 1);
    CHECK_EQ(db.query<matview::numeric>("SELECT $1::numeric", std::numeric_limits<std::uint64_t>::max()).at(0),
             matview::numeric("18446744073709551615"));
    CHECK_EQ(db.query<std::optional<std::string>>("SELECT $1::text", std::nullopt).at(0), std::nullopt);
    CHECK_EQ(db.query<std::optional<int>>("SELECT $1::int", std::optional<int>(7)).at(0), 7);
    CHECK_EQ(db.execute("UPDATE thing SET whole = $1", 9), 1);
    CHECK_EQ(db.execute("DELETE FROM thing WHERE whole = $1", 9), 1);
}

TEST_CASE("a parameter that its place cannot hold is an error, and nothing is written") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("CREATE TABLE thing (small smallint, name name, day date)");
    CHECK_THROWS_WITH_AS(db.execute("INSERT INTO thing (small) VALUES ($1)", 70'000), doctest::Contains("parameter $1"),
                         matview::value_error);
    CHECK_THROWS_AS(db.execute("INSERT INTO thing (small) VALUES ($1)", 1.5), matview::value_error);
    CHECK_THROWS_AS(db.execute("INSERT INTO thing (day) VALUES ($1)", 5), matview::mapping_error);
    CHECK_EQ(db.execute("INSERT INTO thing (small) VALUES ($1)", 1), 1);
    CHECK_THROWS_WITH_AS(db.execute("INSERT INTO thing (small) VALUES ($1)", 1, 2),
                         doctest::Contains("has 1 parameters, 2 were given"), matview::query_error);
    CHECK_THROWS_AS(db.execute("INSERT INTO thing (small, day) VALUES ($1, $2)", 1), matview::query_error);
    CHECK_EQ(db.query<std::int64_t>("SELECT count(*) FROM thing").at(0), 1);
}

TEST_CASE("the server's refusals say what was sent") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    try {
        db.query<int>("SELECT nonsense FROM nowhere");
        FAIL("that was no SQL");
    } catch (const matview::undefined_relation& e) {
        CHECK_EQ(e.sqlstate(), "42P01");
        CHECK_EQ(e.query(), "SELECT nonsense FROM nowhere");
        CHECK(e.connection_usable());
    }
    CHECK_THROWS_AS(db.execute("SELEC 1"), matview::server_error);
    CHECK_THROWS_AS(db.execute("COPY pg_class FROM STDIN"), matview::error);
    const char* copy_out = "COPY (SELECT n FROM generate_series(1, 100000) AS n) TO STDOUT";
    CHECK_THROWS_AS(db.execute(copy_out), matview::query_error);
    CHECK_THROWS_AS(db.query<int>(copy_out), matview::query_error);
    CHECK_THROWS_AS(matview::copy_in(db, copy_out), matview::query_error);
    CHECK_THROWS_AS(db.execute(std::string(copy_out) + "; SELECT 1"), matview::query_error);
    CHECK_EQ(db.query<int>("SELECT 1").at(0), 1);
}

TEST_CASE("types of one's own, by name and by OID, optional and as parameters") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');"
        "CREATE TABLE article (id bigint PRIMARY KEY, state mood NOT NULL, before mood, costs bigint NOT NULL, was "
        "bigint);"
        "INSERT INTO article VALUES (1, 'happy', 'sad', 250, NULL), (2, 'ok', NULL, 99, 100)");
    const auto rows = db.fetch(matview::from<Article>().order_by(matview::col<&Article::id>));
    REQUIRE_EQ(rows.size(), 2);
    CHECK(rows[0].state == mood::happy);
    CHECK(rows[0].before == mood::sad);
    CHECK_EQ(rows[0].costs.cents, 250);
    CHECK_FALSE(rows[0].was.has_value());
    CHECK_FALSE(rows[1].before.has_value());
    CHECK_EQ(db.get(matview::from<Article>().filter(matview::col<&Article::state> == mood::ok)).id, 2);
    CHECK_EQ(db.get(matview::from<Article>().filter(matview::col<&Article::costs> == price{99})).id, 2);
    CHECK_EQ(db.count(matview::from<Article>().filter(matview::col<&Article::state>.in({mood::ok, mood::happy}))), 2);
    CHECK_EQ(db.execute("UPDATE article SET state = $1 WHERE id = $2", mood::sad, 1), 1);
    CHECK(db.get<Article>(1).state == mood::sad);
    // Dropped and made again it has another OID.
    db.execute(
        "ALTER TABLE article ALTER state TYPE text, ALTER before TYPE text; DROP TYPE mood; CREATE TYPE mood AS ENUM "
        "('sad', 'ok', 'happy');"
        "ALTER TABLE article ALTER state TYPE mood USING state::mood, ALTER before TYPE mood USING before::mood");
    CHECK(db.get<Article>(2).state == mood::ok);
    CHECK(db.verify<Article>().ok());
}

TEST_CASE("COPY loads rows, all of them or none") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("CREATE TABLE item (id int PRIMARY KEY, note text)");
    {
        matview::copy_in load(db, "COPY item FROM STDIN");
        load.row({"1", "tab\tnewline\nback\\slash"});
        load.row({"2", std::nullopt});
        load.row({"3", "\\N"});
        CHECK_EQ(load.finish(), 3);
    }
    CHECK_EQ(db.query<std::string>("SELECT coalesce(note, 'is null') FROM item ORDER BY id"),
             std::vector<std::string>{"tab\tnewline\nback\\slash", "is null", "\\N"});
    {
        matview::copy_in given_up(db, "COPY item FROM STDIN");
        given_up.row({"4", "x"});
    }
    {
        matview::copy_in refused(db, "COPY item FROM STDIN");
        refused.row({"5", "x"});
        refused.row({"not a number", "x"});
        CHECK_THROWS_AS(refused.finish(), matview::server_error);
    }
    CHECK_THROWS_AS(matview::copy_in(db, "SELECT 1"), matview::query_error);
    CHECK_EQ(db.query<std::int64_t>("SELECT count(*) FROM item").at(0), 3);
}
