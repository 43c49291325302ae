// Where types have corners: lists of documents and ranges, a column's clock put forward and back, the widest numbers, results of functions,
// types of extensions in schemas of their own, arrays that begin elsewhere, composites and enums that change.
#include <limits>

#include <matview/json.hpp>

#include <support/raw_connection.hpp>

#include "both_ways.hpp"

using namespace std::chrono;
using namespace std::chrono_literals;
using matview::col;
using matview::from;
using matview::json;
using matview::multirange;
using matview::numeric;
using matview::range;
using matview_test::holder;

namespace {

template <class V> std::vector<int> ids(matview::session& db, const matview::condition<holder<V>>& condition) {
    using H = holder<V>;
    std::vector<int> found;
    for (const H& row : db.fetch(from<H>().filter(condition).order_by(matview::asc<&H::id>))) found.push_back(row.id);
    return found;
}
template <class V> constexpr auto value = col<&holder<V>::value>;

}  // namespace

TEST_CASE("lists of documents and of ranges") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        "CREATE TABLE holder (id int, value jsonb);"
        "INSERT INTO holder VALUES (1, '{\"a\": 1}'), (2, '[]'), (3, 'null'), (4, NULL)");
    using optional_json = std::optional<json>;
    using optional_document = std::optional<nlohmann::json>;
    CHECK_EQ(ids(db, value<optional_json>.in({json("{ \"a\":1 }"), json("null"), json("7")})), std::vector{1, 3});
    CHECK_EQ(ids(db, value<optional_json>.in(std::vector<json>())), std::vector<int>());
    CHECK_EQ(ids(db, !value<optional_json>.in({json("[]")})), std::vector{1, 3, 4});
    CHECK_EQ(ids(db, value<optional_document>.in({nlohmann::json{{"a", 1}}, nlohmann::json()})), std::vector{1, 3});

    db.execute(
        "DROP TABLE holder; CREATE TABLE holder (id int, value int4range);"
        "INSERT INTO holder VALUES (1, '[1,5]'), (2, 'empty'), (3, '(,)'), (4, NULL)");
    using ranges = std::optional<range<std::int64_t>>;
    const range<std::int64_t> beyond(1, 5'000'000'000);  // no int4range is that
    CHECK_EQ(ids(db, value<ranges>.in({range<std::int64_t>(1, 6), range<std::int64_t>(), beyond})), std::vector{1, 2});
    CHECK_EQ(ids(db, value<ranges>.in(std::vector{range<std::int64_t>::all()})), std::vector{3});
    CHECK_EQ(ids(db, !value<ranges>.in({range<std::int64_t>(), beyond})), std::vector{1, 3, 4});

    db.execute(
        "DROP TABLE holder; CREATE TABLE holder (id int, value int4multirange);"
        "INSERT INTO holder VALUES (1, '{[1,5)}'), (2, '{}'), (3, '{[1,3),[4,6)}')");
    using several = multirange<int>;
    CHECK_EQ(ids(db, value<several>.in({several{range<int>(3, 5), range<int>(1, 3)}, several{}})), std::vector{1, 2});
}

TEST_CASE("where clocks are put forward and back, a column is compared with what it holds") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("SET TimeZone = 'America/New_York'");
    using instant = sys_time<microseconds>;
    using reading = local_time<microseconds>;
    const instant forward = sys_days{2024y / 3 / 10} + 7h;  // 02:00 becomes 03:00
    const instant back = sys_days{2024y / 11 / 3} + 6h;     // 02:00 becomes 01:00
    for (const instant around : {forward, back})
        for (const auto off : {-1us, 0us, 1us}) {
            const instant at = around + off;
            CHECK_EQ(db.query<instant>("SELECT $1::timestamptz", at).at(0), at);
        }
    CHECK_EQ(db.query<std::string>("SELECT $1::timestamptz::text", forward - 1us).at(0),
             "2024-03-10 01:59:59.999999-05");
    CHECK_EQ(db.query<std::string>("SELECT $1::timestamptz::text", forward).at(0), "2024-03-10 03:00:00-04");
    CHECK_EQ(db.query<std::string>("SELECT $1::timestamptz::text", back - 1us).at(0), "2024-11-03 01:59:59.999999-04");
    CHECK_EQ(db.query<std::string>("SELECT $1::timestamptz::text", back).at(0), "2024-11-03 01:00:00-05");

    // Both hours of 01:30 are two points in time, and one reading.
    db.execute(
        "CREATE TABLE holder (id int, value timestamptz);"
        "INSERT INTO holder VALUES (1, '2024-11-03 01:30-04'), (2, '2024-11-03 01:30-05'), (3, '2024-03-10 02:30')");
    CHECK_EQ(ids(db, value<instant> == instant(back - 30min)), std::vector{1});
    CHECK_EQ(ids(db, value<instant> == instant(back + 30min)), std::vector{2});
    CHECK_EQ(ids(db, value<instant> == instant(forward + 30min)), std::vector{3});  // 02:30 is no reading of that day
    CHECK_EQ(ids(db, value<instant>.between(instant(back - 30min), instant(back + 30min))), std::vector{1, 2});
    db.execute("ALTER TABLE holder ALTER value TYPE timestamp");
    const reading half_past_one = local_days{2024y / 11 / 3} + 1h + 30min;
    CHECK_EQ(ids(db, value<reading> == half_past_one), std::vector{1, 2});
    db.execute("UPDATE holder SET value = '2024-03-10 02:30' WHERE id = 3");
    CHECK_EQ(ids(db, value<reading> == reading(local_days{2024y / 3 / 10} + 2h + 30min)), std::vector{3});
}

TEST_CASE("the widest numeric there is, and one digit more") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    const std::string digits = std::string(131072, '9') + "." + std::string(16383, '7');
    const auto read = db.query<numeric>("SELECT (repeat('9', 131072) || '.' || repeat('7', 16383))::numeric").at(0);
    CHECK(read.to_string() == digits);
    CHECK(db.query<bool>("SELECT $1 = (repeat('9', 131072) || '.' || repeat('7', 16383))::numeric", numeric(digits))
              .at(0));
    CHECK(db.query<bool>("SELECT $1 = -(repeat('9', 131072))::numeric", numeric("-" + std::string(131072, '9'))).at(0));
    CHECK_THROWS_AS(db.query<bool>("SELECT $1::numeric IS NULL", numeric(std::string(131073, '9'))),
                    matview::value_error);
    CHECK_THROWS_AS(db.query<bool>("SELECT $1::numeric IS NULL", numeric("0." + std::string(16384, '7'))),
                    matview::value_error);
}

TEST_CASE("bigint through numeric into __int128 and back") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    __extension__ typedef __int128 wide;
    const wide least = std::numeric_limits<std::int64_t>::min();
    CHECK(db.query<numeric>("SELECT '-9223372036854775808'::int8").at(0).to_integer<wide>() == least);
    const numeric product = db.query<numeric>("SELECT '-9223372036854775808'::int8::numeric * 9007199254740993").at(0);
    CHECK(product.to_integer<wide>() == least * 9007199254740993);
    CHECK_EQ(db.query<std::string>("SELECT $1::numeric::text", numeric(least * 9007199254740993)).at(0),
             "-83076749736557251279859978122297344");
    CHECK(db.query<bool>("SELECT $1::int8 = '-9223372036854775808'::int8", numeric(least)).at(0));
    CHECK_THROWS_AS(db.query<bool>("SELECT $1::int8 IS NULL", numeric(least - 1)), matview::value_error);
    const numeric largest = db.query<numeric>("SELECT 2::numeric ^ 127 - 1").at(0);
    CHECK(largest.to_integer<wide>() == ~(wide{1} << 127));
    CHECK_THROWS_AS(static_cast<void>(db.query<numeric>("SELECT (2::numeric ^ 127)").at(0).to_integer<wide>()),
                    matview::value_error);
}

namespace {
struct Step {
    std::int64_t number;
    std::string name;
};
struct Steps {
    std::int64_t number;
    std::string name;
    struct Meta {
        static constexpr auto relation = matview::view("steps");
        using primary_key = matview::key<&Steps::number>;
    };
};
}  // namespace

TEST_CASE("functions: their rows, their one value, none, and void") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(R"sql(
        CREATE FUNCTION steps_to(last bigint) RETURNS TABLE (name text, number bigint) LANGUAGE sql AS
            $$ SELECT 'step ' || i, i FROM generate_series(1, last) AS i $$;
        CREATE FUNCTION nothing() RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$;
        CREATE PROCEDURE noted(INOUT place int) LANGUAGE plpgsql AS $$ BEGIN place := place + 1; END $$;
        CREATE VIEW steps AS SELECT * FROM steps_to(3))sql");
    const auto two = db.query<Step>("SELECT * FROM steps_to($1)", 2);
    REQUIRE_EQ(two.size(), 2);
    CHECK_EQ(two[1].name, "step 2");
    CHECK_EQ(two[1].number, 2);
    CHECK(db.query<Step>("SELECT * FROM steps_to($1)", 0).empty());
    CHECK_EQ(db.query<std::int64_t>("SELECT steps_to.number FROM steps_to($1)", 2), std::vector<std::int64_t>{1, 2});
    CHECK_THROWS_AS(db.query<Step>("SELECT steps_to(2)"), matview::mapping_error);  // one column, a record
    CHECK_EQ(db.get<Steps>(3).name, "step 3");
    db.execute("SELECT nothing()");
    db.execute("SELECT nothing() WHERE $1", true);
    CHECK_EQ(db.query<int>("CALL noted($1)", 7).at(0), 8);
    CHECK_THROWS_WITH_AS(db.query<int>("SELECT nothing()"),
                         doctest::Contains("run a function that returns it by execute"), matview::mapping_error);
}

TEST_CASE("a domain that is NOT NULL: verify notes the optional field, which an outer join may need all the same") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    using plain = holder<int>;
    using nullable = holder<std::optional<int>>;
    db.execute(
        "CREATE DOMAIN points AS int NOT NULL; CREATE DOMAIN score AS points; CREATE DOMAIN any_score AS int;"
        "CREATE MATERIALIZED VIEW scores AS SELECT 1 AS id, 5::score AS value;"
        "CREATE VIEW holder AS SELECT n AS id, s.value FROM generate_series(1, 2) AS n LEFT JOIN scores AS s ON s.id = "
        "n");
    const auto verified = [&](const auto& found) {
        std::vector<std::string> told;
        for (const auto& p : found) told.push_back(p.description);
        CHECK_EQ(told.size(), 1);  // that it is a view
        return found.notes();
    };
    CHECK(verified(db.verify<plain>()).empty());
    const auto notes = verified(db.verify<nullable>());
    REQUIRE_EQ(notes.size(), 1);
    CHECK(notes[0].what == matview::problem::kind::needless_optional);
    CHECK_EQ(notes[0].column, "value");
    CHECK(notes[0].description.find("column value is score, a domain that is NOT NULL") != std::string::npos);
    const auto rows = db.fetch(from<nullable>().order_by(matview::asc<&nullable::id>));
    REQUIRE_EQ(rows.size(), 2);
    CHECK_EQ(rows[0].value, 5);
    CHECK_EQ(rows[1].value, std::nullopt);
    CHECK_THROWS_AS(static_cast<void>(db.fetch<plain>()), matview::mapping_error);
    db.execute("DROP VIEW holder; CREATE TABLE holder (id int, value any_score)");
    CHECK(db.verify<nullable>().ok());
    CHECK(db.verify<nullable>().notes().empty());
    db.execute("DROP TABLE holder; CREATE TABLE holder (id int, value score)");
    CHECK(db.verify<nullable>().ok());  // a note is no problem
    CHECK_EQ(db.verify<nullable>().notes().size(), 1);
}

TEST_CASE("citext in a schema that is not on the path") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        "CREATE SCHEMA \"Ext\"; CREATE EXTENSION citext SCHEMA \"Ext\"; CREATE EXTENSION hstore SCHEMA \"Ext\";"
        "CREATE TABLE holder (id int, value \"Ext\".citext); INSERT INTO holder VALUES (1, 'Ann'), (2, 'bob')");
    matview_test::both_ways<std::string>(db, "\"Ext\".citext", "Grüße", "Grüße");
    CHECK(db.verify<holder<std::string>>().ok());
    CHECK_EQ(ids<std::string>(db, value<std::string>.contains("nn")), std::vector{1});
    db.execute("SET search_path = public, \"Ext\"");
    CHECK_EQ(ids<std::string>(db, value<std::string> == "ann"), std::vector{1});
    CHECK_EQ(ids<std::string>(db, value<std::string>.in({"ANN", "Bob"})), std::vector{1, 2});
}

TEST_CASE("arrays that do not begin at 1, of several dimensions, of another length than the field's") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        "CREATE TABLE holder (id int, value int[]); INSERT INTO holder VALUES (1, '{1,2}'), (2, '[2:3]={1,2}'),"
        "(3, '{{1,2}}'), (4, '{1,2,3}')");
    using list = std::vector<int>;
    using two = std::array<int, 2>;
    CHECK_EQ(db.get<holder<list>>(1).value, list{1, 2});
    CHECK_EQ(db.get<holder<two>>(1).value, two{1, 2});
    CHECK_THROWS_WITH_AS(db.get<holder<list>>(2), doctest::Contains("first element has the index 2"),
                         matview::value_error);
    CHECK_THROWS_WITH_AS(db.get<holder<list>>(3), doctest::Contains("an array of 2 dimensions"), matview::value_error);
    CHECK_THROWS_WITH_AS(db.get<holder<two>>(4), doctest::Contains("an array of 3 elements where 2 belong"),
                         matview::value_error);
    CHECK_THROWS_WITH_AS(db.get<holder<two>>(4), doctest::Contains("column value"), matview::value_error);
    // Another place of the first element is another array for the server.
    CHECK_EQ(db.count(from<holder<list>>().filter(value<list> == list{1, 2})), 1);
}

namespace {

struct spot {
    std::string name;
    std::optional<int> floor;
    struct Meta {
        static constexpr auto type = matview::composite_type("spot");
    };
    bool operator==(const spot&) const = default;
};

enum class state { open, closed };

}  // namespace

template <> struct matview::meta<state> { static constexpr auto type = matview::enum_type("state"); };

TEST_CASE("a composite whose attributes were added, dropped and made anew in another order") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    matview_test::raw_connection other(database.conninfo());
    db.execute(
        "CREATE TYPE spot AS (name text, floor int); CREATE TABLE holder (id int PRIMARY KEY, value spot);"
        "INSERT INTO holder VALUES (1, ROW('hall', 3))");
    const auto read = [&] { return db.get<holder<spot>>(1).value; };
    const auto written = [&](const spot& s) { return db.execute("UPDATE holder SET value = $1", s); };
    CHECK(read() == spot{"hall", 3});
    other.exec("ALTER TYPE spot DROP ATTRIBUTE floor");
    CHECK_THROWS_WITH_AS(read(), doctest::Contains("the attribute floor of the field spot::floor is absent"),
                         matview::mapping_error);
    CHECK_EQ(db.verify<holder<spot>>().size(), 1);
    other.exec("ALTER TYPE spot ADD ATTRIBUTE floor bigint");
    CHECK_THROWS_WITH_AS(read(), doctest::Contains("make spot::floor std::optional<std::int64_t>"),
                         matview::mapping_error);
    other.exec("ALTER TYPE spot DROP ATTRIBUTE floor; ALTER TYPE spot ADD ATTRIBUTE floor int");
    CHECK(read() == spot{"hall", std::nullopt});
    CHECK_EQ(written({"attic", 5}), 1);
    CHECK(read() == spot{"attic", 5});
    other.exec("ALTER TYPE spot DROP ATTRIBUTE name");
    other.exec("ALTER TYPE spot ADD ATTRIBUTE name text");  // behind floor now
    CHECK_EQ(written({"cellar", -1}), 1);
    CHECK(read() == spot{"cellar", -1});
    CHECK_EQ(db.query<std::string>("SELECT value::text FROM holder").at(0), "(-1,cellar)");
    CHECK_EQ(ids<spot>(db, value<spot> == spot{"cellar", -1}), std::vector{1});
}

TEST_CASE("an enum's label that was renamed: told by verify, and then before the first row") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    matview_test::raw_connection other(database.conninfo());
    using H = holder<state>;
    using kind = matview::problem::kind;
    db.execute("CREATE TYPE state AS ENUM ('open', 'closed'); CREATE TABLE holder (id int, value state)");
    CHECK(db.verify<H>().ok());
    CHECK(db.fetch<H>().empty());
    CHECK_EQ(db.count(from<H>().filter(value<state> == state::closed)), 0);
    other.exec("ALTER TYPE state RENAME VALUE 'closed' TO 'shut'");
    CHECK_EQ(db.count(from<H>().filter(value<state> == state::closed)), 0);  // matches nothing, and is no error
    db.execute("SELECT $1::state", state::open);
    other.exec("ALTER TYPE state RENAME VALUE 'open' TO 'ajar'");
    CHECK_THROWS_AS(db.execute("SELECT $1::state", state::open), matview::value_error);
    other.exec("ALTER TYPE state RENAME VALUE 'ajar' TO 'open'");
    CHECK_EQ(db.count(from<H>().filter(value<state> == state::open)), 0);
    other.exec("ALTER TYPE state RENAME VALUE 'open' TO 'ajar'");
    auto p = db.pipeline();
    auto none = p.count(from<H>().filter(value<state> == state::open));
    p.run();
    CHECK_EQ(none.get(), 0);
    other.exec("ALTER TYPE state RENAME VALUE 'ajar' TO 'open'");
    CHECK_EQ(db.count(from<H>().filter(value<state> == state::open)), 0);
    other.exec("ALTER TYPE state RENAME VALUE 'open' TO 'ajar'");
    {
        matview::transaction t(db);  // which has failed; the next one knows better
        CHECK_THROWS_AS(t.count(from<H>().filter(value<state> == state::open)), matview::server_error);
    }
    CHECK_EQ(db.count(from<H>().filter(value<state> == state::open)), 0);
    other.exec("ALTER TYPE state RENAME VALUE 'ajar' TO 'open'");
    matview::connection second(database.conninfo());
    // No row is there that could tell.
    CHECK_THROWS_WITH_AS(static_cast<void>(second.fetch<H>()),
                         doctest::Contains("the label \"shut\" of the enum state"), matview::mapping_error);
    const auto found = db.verify<H>();
    REQUIRE_EQ(found.size(), 2);
    CHECK(found.problems()[0].what == kind::label_without_enumerator);
    CHECK(found.problems()[1].what == kind::enumerator_without_label);
    CHECK_THROWS_AS(static_cast<void>(db.fetch<H>()), matview::mapping_error);
    CHECK_THROWS_AS(db.execute("INSERT INTO holder VALUES (1, $1)", state::closed), matview::value_error);
    other.exec("ALTER TYPE state RENAME VALUE 'shut' TO 'closed'");
    CHECK_EQ(db.execute("INSERT INTO holder VALUES (1, $1)", state::closed), 1);
    CHECK(db.verify<H>().ok());
    CHECK_EQ(ids<state>(db, value<state> == state::closed), std::vector{1});
    CHECK_EQ(second.fetch<H>().size(), 1);
}
