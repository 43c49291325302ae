// Ranges and multiranges through a real server, in both directions.
#include "composed_support.hpp"

#include <cmath>
#include <limits>

using namespace composed_test;
using namespace std::chrono;
using namespace std::chrono_literals;
using matview::bounds;
using matview::multirange;
using matview::numeric;
using matview::range;

namespace {

template <class T>
void prints(matview::session& db, const std::string& type, const std::string& text, const range<T>& value) {
    both_ways<range<T>>(db, type, "'" + text + "'", value);
    CHECK_EQ(db.query<range<T>>("SELECT '" + text + "'::" + type).at(0).to_string(),
             db.query<std::string>("SELECT '" + text + "'::" + type + "::text").at(0));
}

struct Season {
    std::int64_t id;
    range<year_month_day> days;
    std::optional<multirange<int>> pages;

    struct Meta {
        static constexpr auto relation = matview::table("season");
        using primary_key = matview::key<&Season::id>;
    };
};

}  // namespace

TEST_CASE("ranges of every built-in subtype, with every kind of bound") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("SET TimeZone = 'UTC'");
    prints(db, "int4range", "empty", range<int>());
    prints(db, "int4range", "(,)", range<int>::all());
    prints(db, "int4range", "[1,5)", range<int>(1, 5));
    prints(db, "int4range", "[1,5]", range<int>::closed(1, 5));
    prints(db, "int4range", "(1,5)", range<int>::open(1, 5));
    prints(db, "int4range", "(1,5]", range<int>(1, 5, bounds::upper));
    prints(db, "int4range", "[7,)", range<int>::from(7));
    prints(db, "int4range", "(,7)", range<int>::until(7));
    prints(db, "int4range", "[-2147483648,2147483647)",
           range<int>(std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
    prints(db, "int4range", "[1,5)", range<std::int64_t>(1, 5));  // widened
    prints(db, "int8range", "[-9223372036854775808,9223372036854775807)",
           range<std::int64_t>(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()));
    prints(db, "numrange", "(0.10,12.340]", range<numeric>(numeric("0.10"), numeric("12.340"), bounds::upper));
    prints(db, "numrange", "[0,Infinity]", range<numeric>::closed(0, numeric("Infinity")));
    CHECK_FALSE(db.query<range<numeric>>("SELECT '[0,Infinity]'::numrange").at(0) == range<numeric>::from(0));
    prints(db, "daterange", "[2024-02-29,2024-03-01)", range<year_month_day>::closed(2024y / 2 / 29, 2024y / 2 / 29));
    const local_time<microseconds> noon = local_days{2024y / 2 / 29} + 12h;
    prints(db, "tsrange", "[\"2024-02-29 12:00:00\",\"2024-02-29 13:00:00.5\"]",
           range<local_time<microseconds>>::closed(noon, noon + 1h + 500ms));
    const sys_time<microseconds> epoch{};
    both_ways<range<sys_time<microseconds>>>(db, "tstzrange", "'[1970-01-01 00:00:00+00,)'",
                                             range<sys_time<microseconds>>::from(epoch));
    both_ways<std::vector<range<int>>>(db, "int4range[]", "ARRAY['[1,3)', 'empty']::int4range[]",
                                       {range<int>(1, 3), {}});
}

TEST_CASE("ranges of users' own, kept as they are") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        "CREATE TYPE textrange AS RANGE (subtype = text); CREATE TYPE floatrange AS RANGE (subtype = float8);"
        "CREATE TYPE countless AS RANGE (subtype = int4); CREATE DOMAIN week AS daterange");
    prints(db, "textrange", "[\"a b\",\"c\\\"\\\\,\")", range<std::string>("a b", "c\"\\,"));
    prints(db, "textrange", "[\"\",x]", range<std::string>::closed("", "x"));
    prints(db, "floatrange", "[0.5,NaN]", range<double>::closed(0.5, std::numeric_limits<double>::quiet_NaN()));
    prints(db, "countless", "(1,5]", range<int>(1, 5, bounds::upper));
    CHECK_EQ(db.query<range<int>>("SELECT '(1,5]'::countless").at(0).to_string(), "(1,5]");
    both_ways<range<year_month_day>>(db, "week", "'[2024-01-01,2024-01-08)'",
                                     range<year_month_day>(2024y / 1 / 1, 2024y / 1 / 8));
    both_ways<multirange<std::string>>(db, "textmultirange", "'{[a,b)}'", {range<std::string>("a", "b")});
}

TEST_CASE("multiranges") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    both_ways<multirange<int>>(db, "int4multirange", "'{}'", {});
    both_ways<multirange<int>>(db, "int4multirange", "'{[1,3),[5,)}'", {range<int>(1, 3), range<int>::from(5)});
    both_ways<multirange<numeric>>(
        db, "nummultirange", "'{(,0.5],(1,2)}'",
        {range<numeric>(std::nullopt, numeric("0.5"), bounds::upper), range<numeric>::open(1, 2)});
    both_ways<std::vector<multirange<std::int64_t>>>(db, "int8multirange[]", "ARRAY['{[1,3)}']::int8multirange[]",
                                                     {{range<std::int64_t>(1, 3)}});
    CHECK_EQ(
        db.query<multirange<int>>("SELECT $1::int4multirange", multirange<int>{range<int>(5, 7), range<int>(1, 5), {}})
            .at(0)
            .to_string(),
        "{[1,7)}");
}

TEST_CASE("what is no range is refused, and infinity is no missing bound") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    CHECK_THROWS_WITH_AS(range<int>(5, 1), "a range's lower bound 5 is above its upper bound 1", matview::value_error);
    CHECK_THROWS_AS(range<double>(std::nan(""), 1.0), matview::value_error);
    CHECK(range<int>(5, 5).empty());
    CHECK(range<int>::open(5, 6) == range<int>());
    CHECK(range<int>::closed(1, std::numeric_limits<int>::max()) ==
          range<int>::closed(1, std::numeric_limits<int>::max()));
    CHECK_FALSE(range<int>::closed(1, 5) == range<int>(1, 5));
    CHECK_FALSE(range<int>::from(1) == range<int>::all());
    contains(error_of<matview::value_error, range<year_month_day>>(db, "'[2024-01-01,infinity]'::daterange").message(),
             "the upper bound: infinity does not fit into std::chrono::year_month_day");
    using date = matview::or_infinity<year_month_day>;
    prints(db, "daterange", "[2024-01-01,infinity]", range<date>::closed(2024y / 1 / 1, date::infinity()));
    const auto error = error_of<matview::mapping_error, range<int>>(db, "'[1,2)'::int8range AS pages");
    contains(error.what(), "column pages is int8range, which the value (matview::range<std::int32_t>) does not read");
    contains(error.what(), "make the value matview::range<std::int64_t>, or cast in the SQL: \"pages\"::int4range");
    contains(error_of<matview::mapping_error, int>(db, "'{[1,2)}'::int8multirange").what(),
             "make the value matview::multirange<std::int64_t>");
    CHECK_THROWS_AS(db.execute("SELECT $1::int4range", range<std::int64_t>(1, 5'000'000'000)), matview::value_error);
    CHECK_THROWS_AS(db.execute("SELECT $1::int4range", range<int>::closed(1, std::numeric_limits<int>::max())),
                    matview::value_error);
    CHECK_THROWS_AS(db.execute("SELECT $1::numrange", range<std::string>("a", "b")), matview::mapping_error);
}

TEST_CASE("ranges in models") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        "CREATE TABLE season (id bigint, days daterange, pages int4multirange);"
        "INSERT INTO season VALUES (1, '[2024-01-01,2024-01-31]', NULL), (2, 'empty', '{[1,3)}')");
    CHECK(db.verify<Season>().ok());
    const auto all = db.fetch(matview::from<Season>().order_by(matview::asc<&Season::id>));
    REQUIRE_EQ(all.size(), 2);
    CHECK(all[0].days.upper() == 2024y / 2 / 1);
    CHECK(all[1].days.empty());
    CHECK(all[1].pages->ranges().size() == 1);
    using matview::col;
    const auto count = [&](const auto& condition) { return db.count(matview::from<Season>().filter(condition)); };
    const auto january = range<year_month_day>::closed(2024y / 1 / 1, 2024y / 1 / 31);
    CHECK_EQ(count(col<&Season::days> == january), 1);
    CHECK_EQ(count(col<&Season::days>.in({january, range<year_month_day>()})), 2);
    CHECK_EQ(count(col<&Season::pages> == multirange<int>{range<int>(1, 3)}), 1);
}
