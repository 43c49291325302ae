// Every type through a real server, both ways: what the server printed as text is read as the value, and the value sent back is what the
// server had. Extremes included; and what must be refused is.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "types/both_ways.hpp"

using namespace std::chrono;
using namespace std::chrono_literals;
using matview::numeric;
using matview::time_of_day;
using matview::uuid;
using matview_test::both_ways;
using matview_test::out_of_range;
using matview_test::refused;

namespace {

using micros = sys_time<microseconds>;
using local_micros = local_time<microseconds>;

}  // namespace

TEST_CASE("numbers and truth") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    both_ways(db, "bool", "true", true);
    both_ways(db, "bool", "false", false);
    both_ways<short>(db, "int2", "-32768", std::numeric_limits<short>::min());
    both_ways<short>(db, "int2", "32767", std::numeric_limits<short>::max());
    both_ways<int>(db, "int4", "-2147483648", std::numeric_limits<int>::min());
    both_ways<std::int64_t>(db, "int8", "-9223372036854775808", std::numeric_limits<std::int64_t>::min());
    both_ways<std::int64_t>(db, "int8", "9223372036854775807", std::numeric_limits<std::int64_t>::max());
    both_ways<long long>(db, "int8", "-1", -1);
    both_ways<float>(db, "float4", "0.1", 0.1F);
    both_ways<float>(db, "float4", "-Infinity", -std::numeric_limits<float>::infinity());
    both_ways<double>(db, "float8", "1.7976931348623157e308", std::numeric_limits<double>::max());
    both_ways<double>(db, "float8", "5e-324", std::numeric_limits<double>::denorm_min());
    both_ways<double>(db, "float8", "-0", -0.0);
    CHECK(std::isnan(db.query<double>("SELECT 'NaN'::float8").at(0)));
    CHECK_EQ(db.query<std::string>("SELECT $1::float8::text", std::numeric_limits<double>::quiet_NaN()).at(0), "NaN");
}

TEST_CASE("widening is allowed, narrowing refused") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    CHECK_EQ(db.query<int>("SELECT 7::int2").at(0), 7);
    CHECK_EQ(db.query<std::int64_t>("SELECT -7::int2").at(0), -7);
    CHECK_EQ(db.query<std::int64_t>("SELECT -7::int4").at(0), -7);
    CHECK_EQ(db.query<double>("SELECT 0.5::float4").at(0), 0.5);
    CHECK_EQ(db.query<double>("SELECT -7::int4").at(0), -7.0);
    CHECK_EQ(db.query<numeric>("SELECT 9223372036854775807::int8").at(0), numeric("9223372036854775807"));
    refused<short>(db, "1::int4");
    refused<int>(db, "1::int8");
    refused<float>(db, "1::float8");
    refused<std::int64_t>(db, "1::numeric");
    refused<double>(db, "1::numeric");
    refused<double>(db, "1::int8");
    refused<std::int64_t>(db, "1::float8");
    refused<std::string>(db, "1::int4");
    refused<bool>(db, "1::int4");
    refused<std::int64_t>(db, "'1'::text");
}

TEST_CASE("numeric is exact") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    for (const char* text : {"0", "-1", "12.340", "0.00000000000000000001", "99999999999999999999999999999999999999.5",
                             "NaN", "Infinity", "-Infinity", "10000", "0.0001", "-0.10"})
        both_ways<numeric>(db, "numeric", text, numeric(text));
    const auto wide = db.query<numeric>("SELECT ('1' || repeat('0', 131071))::numeric").at(0);
    CHECK_EQ(wide.to_string(), "1" + std::string(131071, '0'));
    CHECK(db.query<bool>("SELECT $1 = ('1' || repeat('0', 131071))::numeric", wide).at(0));
    const auto deep = db.query<numeric>("SELECT ('0.' || repeat('3', 16383))::numeric").at(0);
    CHECK_EQ(deep.to_string(), "0." + std::string(16383, '3'));
    CHECK_EQ(db.query<numeric>("SELECT sum(i) FROM generate_series(1, 100::bigint) i").at(0).to_integer<std::int64_t>(),
             5050);
    CHECK_EQ(db.query<numeric>("SELECT avg(i) FROM generate_series(1, 2) i").at(0), numeric("1.5"));
    CHECK_THROWS_AS(static_cast<void>(numeric("1.5").to_integer<int>()), matview::value_error);
}

TEST_CASE("text and bytes") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    for (const char* type : {"text", "varchar", "varchar(20)", "name"}) {
        both_ways<std::string>(db, type, "", "");
        both_ways<std::string>(db, type, "grüße 世界 🐘", "grüße 世界 🐘");
    }
    both_ways<std::string>(db, "char(5)", "ab", "ab   ");
    db.execute("CREATE TYPE mood AS ENUM ('sad', 'very happy')");
    both_ways<std::string>(db, "mood", "very happy", "very happy");
    both_ways<std::vector<std::byte>>(db, "bytea", "\\x00ff10", {std::byte{0}, std::byte{0xff}, std::byte{0x10}});
    both_ways<std::vector<std::byte>>(db, "bytea", "", {});
    const std::string large(3'000'000, 'x');
    CHECK_EQ(db.query<std::string>("SELECT repeat('x', 3000000)").at(0), large);
    CHECK_EQ(db.query<int>("SELECT length($1)", large).at(0), 3'000'000);
}

TEST_CASE("dates and times to their edges") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("SET TimeZone = 'America/New_York'");  // binary timestamps do not depend on it
    both_ways<micros>(db, "timestamptz", "2000-01-01 00:00:00+00", sys_days{2000y / 1 / 1});
    both_ways<micros>(db, "timestamptz", "1969-12-31 23:59:59.999999+00", micros(-1us));
    both_ways<micros>(db, "timestamptz", "4714-11-24 00:00:00+00 BC", sys_days{year{-4713} / 11 / 24});
    both_ways<micros>(db, "timestamptz", "294246-12-31 23:59:59.999999+00", micros(9223371244799999999us));
    both_ways<local_micros>(db, "timestamp", "2024-02-29 13:05:09.00012",
                            local_days{2024y / 2 / 29} + 13h + 5min + 9s + 120us);
    both_ways<year_month_day>(db, "date", "2024-02-29", 2024y / 2 / 29);
    both_ways<year_month_day>(db, "date", "0001-01-01 BC", year{0} / 1 / 1);
    both_ways<year_month_day>(db, "date", "32767-12-31", year{32767} / 12 / 31);
    both_ways<time_of_day>(db, "time", "24:00:00", time_of_day(24h));
    both_ways<time_of_day>(db, "time", "00:00:00", time_of_day(0us));
    both_ways<time_of_day>(db, "time", "13:05:09.00012", time_of_day(13h + 5min + 9s + 120us));
    out_of_range<micros>(db, "'infinity'::timestamptz");
    out_of_range<micros>(db, "'-infinity'::timestamptz");
    out_of_range<micros>(db, "'294276-12-31 23:59:59.999999+00'::timestamptz");
    out_of_range<local_micros>(db, "'infinity'::timestamp");
    out_of_range<year_month_day>(db, "'-infinity'::date");
    out_of_range<year_month_day>(db, "'5874897-12-31'::date");
    refused<micros>(db, "'2024-01-01'::timestamp");
    refused<local_micros>(db, "'2024-01-01'::timestamptz");
    refused<year_month_day>(db, "'2024-01-01'::timestamp");
    refused<time_of_day>(db, "'10:00'::timetz");
}

TEST_CASE("uuid") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    both_ways<uuid>(db, "uuid", "00000000-0000-0000-0000-000000000000", uuid());
    both_ways<uuid>(db, "uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", uuid("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"));
}

namespace {
struct Everything {
    std::int32_t id;
    std::int16_t small;
    std::int64_t big;
    float single;
    double wide;
    numeric exact;
    bool flag;
    std::string label;
    std::string fixed;
    std::vector<std::byte> raw;
    micros at;
    local_micros local;
    year_month_day day;
    time_of_day clock;
    uuid ident;
    struct Meta {
        static constexpr auto relation = matview::table("everything");
        using primary_key = matview::key<&Everything::id>;
    };
};
}  // namespace

TEST_CASE("each type as an operand, equal and in a list, with the column's index in use") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(R"sql(
        CREATE TABLE everything (id int PRIMARY KEY, small int2, big int8, single float4, wide float8, exact numeric, flag bool, label varchar(40),
                                 fixed char(8), raw bytea, at timestamptz, local timestamp, day date, clock time, ident uuid);
        INSERT INTO everything SELECT i, i % 30000, i, i / 10.0, i / 10.0, i / 10.0, i = 7, 'label ' || i, 'f' || i, i::text::bytea,
               '2024-01-01 00:00:00+00'::timestamptz + i * interval '1 minute', '2024-01-01'::timestamp + i * interval '1 minute',
               '2024-01-01'::date + i, '00:00'::time + i * interval '1 second', lpad(i::text, 32, '0')::uuid
        FROM generate_series(1, 3000) i;
        CREATE INDEX ON everything (small); CREATE INDEX ON everything (big); CREATE INDEX ON everything (single); CREATE INDEX ON everything (wide);
        CREATE INDEX ON everything (exact); CREATE INDEX ON everything (label); CREATE INDEX ON everything (fixed);
        CREATE INDEX ON everything (raw); CREATE INDEX ON everything (at); CREATE INDEX ON everything (local); CREATE INDEX ON everything (day);
        CREATE INDEX ON everything (clock); CREATE INDEX ON everything (ident); ANALYZE everything;)sql");
    using E = Everything;
    using matview::col;
    const auto check = [&](const auto& column, const auto& operand) {
        const auto equal = matview::from<E>().filter(column == operand);
        CAPTURE(to_string(equal.sql()));
        CHECK_EQ(db.get(equal).id, 7);
        CHECK_EQ(db.get(matview::from<E>().filter(column.in({operand}))).id, 7);
        CHECK_EQ(db.count(matview::from<E>().filter(column != operand)), 2999);
        // The prepared statement itself, explained: it was made with the types that the server inferred.
        const auto name = db.query<std::string>("SELECT name FROM pg_prepared_statements WHERE statement = $1",
                                                db.fetch(equal).empty() ? "" : equal.sql().text)
                              .at(0);
        db.execute("SET plan_cache_mode = force_generic_plan");
        std::string plan;
        for (const auto& line : db.query<std::string>("SELECT explain_prepared($1)", name)) plan += line + "\n";
        CHECK_MESSAGE(plan.find("Index") != std::string::npos, plan);
    };
    db.execute(R"sql(CREATE FUNCTION explain_prepared(name text) RETURNS SETOF text LANGUAGE plpgsql AS
                     $$ BEGIN RETURN QUERY EXECUTE format('EXPLAIN EXECUTE %I(NULL)', name); END $$)sql");
    check(col<&E::id>, 7);
    check(col<&E::small>, std::int64_t{7});
    check(col<&E::big>, short{7});
    check(col<&E::single>, 0.7);
    check(col<&E::wide>, 0.7);
    check(col<&E::exact>, numeric("0.70"));
    check(col<&E::label>, "label 7");
    check(col<&E::fixed>, "f7");
    check(col<&E::raw>, std::vector<std::byte>{std::byte{'7'}});
    check(col<&E::at>, micros(sys_days{2024y / 1 / 1} + 7min));
    check(col<&E::local>, local_micros(local_days{2024y / 1 / 1} + 7min));
    check(col<&E::day>, year_month_day(2024y / 1 / 8));
    check(col<&E::clock>, time_of_day(7s));
    check(col<&E::ident>, uuid("00000000-0000-0000-0000-000000000007"));
    CHECK_EQ(db.get(matview::from<E>().filter(col<&E::flag>)).id, 7);
    CHECK_EQ(db.get(matview::from<E>().filter(col<&E::flag> == true)).id, 7);
}

namespace {
struct Counted {
    std::int32_t id;
    double wide;
    numeric exact;
    struct Meta {
        static constexpr auto relation = matview::table("counted");
        using primary_key = matview::key<&Counted::id>;
    };
};
}  // namespace

TEST_CASE("a fraction beside an integer column is not cut") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        "CREATE TABLE counted (id int PRIMARY KEY, wide int4, exact int8); INSERT INTO counted VALUES (1, 2, 2), (2, "
        "3, 3)");
    using matview::col;
    CHECK_EQ(db.count(matview::from<Counted>().filter(col<&Counted::wide> < 2.5)), 1);
    CHECK_EQ(db.count(matview::from<Counted>().filter(col<&Counted::wide> == 2.5)), 0);
    CHECK_EQ(db.count(matview::from<Counted>().filter(col<&Counted::exact> > numeric("2.5"))), 1);
    CHECK_EQ(db.count(matview::from<Counted>().filter(col<&Counted::exact> == 3)), 1);
}
