// interval, timetz, and dates and timestamps at their edges.
#include <limits>

#include "both_ways.hpp"

using namespace matview_test;
using namespace std::chrono;
using namespace std::chrono_literals;
using matview::interval;
using matview::or_infinity;
using matview::time_of_day;
using matview::time_of_day_tz;
using instant = sys_time<microseconds>;
using reading = local_time<microseconds>;

TEST_CASE("interval: three numbers that stay apart") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    const auto fields = [&](const std::string& text, const interval& value) {
        both_ways(db, "interval", text, value);
        const auto read = db.query<interval>("SELECT '" + text + "'::interval").at(0);
        CHECK_EQ(read.months, value.months);
        CHECK_EQ(read.days, value.days);
        CHECK_EQ(read.microseconds, value.microseconds);
        CHECK_EQ(db.query<std::string>("SELECT ($1::interval)::text", value).at(0), value.to_string());
    };
    fields("0", {});
    fields("1 mon", {1, 0, 0});
    fields("30 days", {0, 30, 0});
    fields("24:00:00", {0, 0, 86'400'000'000});
    fields("-14 mons +3 days -00:00:00.000001", {-14, 3, -1});
    fields("178956970 years 7 mons", {std::numeric_limits<std::int32_t>::max(), 0, 0});
    fields("-178956970 years -8 mons", {std::numeric_limits<std::int32_t>::min(), 0, 0});
    fields("2147483647 days", {0, std::numeric_limits<std::int32_t>::max(), 0});
    fields("2562047788:00:54.775807", {0, 0, std::numeric_limits<std::int64_t>::max()});
    as_operand<interval>(db, "interval", "1 mon", "29 days", interval{0, 30, 0});  // as the server compares
    as_operand<interval>(db, "interval", "90 min", "91 min", 90min);
}

TEST_CASE("interval: infinity, which the server has from 17 on") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    const bool has_infinity = db.query<int>("SELECT current_setting('server_version_num')::int").at(0) >= 170000;
    if (!has_infinity) {
        // The same bytes are the longest span that it has.
        both_ways(db, "interval", "178956970 years 7 mons 2147483647 days 2562047788:00:54.775807",
                  interval::infinity());
        return;
    }
    both_ways(db, "interval", "infinity", interval::infinity());
    both_ways(db, "interval", "-infinity", interval::minus_infinity());
    out_of_range<seconds>(db, "'infinity'::interval");
}

TEST_CASE("durations: where an interval is exact") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    both_ways<microseconds>(db, "interval", "-2562047788:00:54.775807", -microseconds::max());
    both_ways<milliseconds>(db, "interval", "00:00:01.5", 1500ms);
    both_ways<seconds>(db, "interval", "-01:00:01", -3601s);
    both_ways<minutes>(db, "interval", "100:30:00", 6030min);
    both_ways<hours>(db, "interval", "2562047788:00:00", 2562047788h);
    both_ways(db, "interval", "00:02:00", duration<std::int16_t, std::ratio<60>>(2));
    CHECK(out_of_range<hours>(db, "'1 day'::interval").find("make the field matview::interval") != std::string::npos);
    CHECK(out_of_range<hours>(db, "'1 mon'::interval").find("1 mon is no exact") != std::string::npos);
    CHECK(out_of_range<seconds>(db, "'1.5 s'::interval").find("a finer duration") != std::string::npos);
    // What the message says does help.
    CHECK_EQ(db.query<hours>("SELECT make_interval(secs => extract(epoch FROM '1 day'::interval)::float8)").at(0), 24h);
    CHECK_EQ(db.query<seconds>("SELECT date_trunc('second', '1.5 s'::interval)").at(0), 1s);
    CHECK_THROWS_AS(db.query<interval>("SELECT $1::interval", hours::max()), matview::value_error);
    as_operand<seconds>(db, "interval", "90 s", "91 s", 90s);
    as_operand<minutes>(db, "interval", "2 min", "3 min", 120'000ms);  // of another unit
    as_operand<hours>(db, "interval", "24 h", "25 h", interval{0, 1, 0});
    db.execute("CREATE TABLE holder (id int, value interval); INSERT INTO holder VALUES (1, '1 h')");
    using H = holder<hours>;
    CHECK_EQ(db.count(matview::from<H>().filter(matview::col<&H::value> < hours::max())), 1);
    CHECK_EQ(db.count(matview::from<H>().filter(matview::col<&H::value> < 59min)), 0);
    CHECK_EQ(db.count(matview::from<H>().filter(matview::col<&H::value> > hours::min())), 1);
}

TEST_CASE("timetz: a time and its zone") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("SET TimeZone = 'Asia/Kolkata'");
    both_ways(db, "timetz", "00:00:00+00", time_of_day_tz());
    both_ways(db, "timetz", "24:00:00+15:59:59", time_of_day_tz(time_of_day(24h), 15h + 59min + 59s));
    both_ways(db, "timetz", "24:00:00-15:59:59", time_of_day_tz(time_of_day(24h), -(15h + 59min + 59s)));
    both_ways(db, "timetz", "13:05:09.00012-03:30",
              time_of_day_tz(time_of_day(13h + 5min + 9s + 120us), -(3h + 30min)));
    as_operand<time_of_day_tz>(db, "timetz", "12:00+00", "13:00+01", time_of_day_tz(time_of_day(12h), 0s));
}

TEST_CASE("infinity as a value") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("SET TimeZone = 'America/New_York'");
    using date = or_infinity<year_month_day>;
    both_ways(db, "date", "infinity", date::infinity());
    both_ways(db, "date", "-infinity", date::minus_infinity());
    both_ways(db, "date", "2024-02-29", date(2024y / 2 / 29));
    both_ways(db, "timestamptz", "infinity", or_infinity<instant>::infinity());
    both_ways(db, "timestamptz", "-infinity", or_infinity<instant>::minus_infinity());
    both_ways(db, "timestamptz", "2000-01-01 00:00:00+00", or_infinity<instant>(sys_days{2000y / 1 / 1}));
    both_ways(db, "timestamp", "infinity", or_infinity<reading>::infinity());
    both_ways(db, "timestamp", "-infinity", or_infinity<reading>::minus_infinity());
    as_operand<date>(db, "date", "infinity", "2024-01-01", date::infinity());
    as_operand<date>(db, "date", "2024-01-01", "infinity", year_month_day(2024y / 1 / 1));
    as_operand<or_infinity<instant>>(db, "timestamptz", "2024-01-01 00:00Z", "infinity", sys_days(2024y / 1 / 1));
    // Still beyond: what neither has a value for.
    out_of_range<or_infinity<instant>>(db, "'294276-12-31 23:59:59.999999+00'::timestamptz");
    out_of_range<date>(db, "'5874897-12-31'::date");
    CHECK(out_of_range<instant>(db, "'infinity'::timestamptz").find("infinity does not fit") != std::string::npos);
}

TEST_CASE("dates and timestamps at the edges of both calendars") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("SET TimeZone = 'UTC'");
    both_ways<instant>(db, "timestamptz", "4713-01-01 00:00:00+00 BC", sys_days{year{-4712} / 1 / 1});
    both_ways<instant>(db, "timestamptz", "4714-11-24 00:00:00+00 BC", sys_days{year{-4713} / 11 / 24});
    both_ways<instant>(db, "timestamptz", "294247-01-10 04:00:54.775807+00", instant::max());
    both_ways<reading>(db, "timestamp", "4714-11-24 00:00:00 BC", local_days{year{-4713} / 11 / 24});
    both_ways<reading>(db, "timestamp", "294247-01-10 04:00:54.775807", reading::max());
    both_ways<year_month_day>(db, "date", "4714-11-24 BC", year{-4713} / 11 / 24);
    both_ways<year_month_day>(db, "date", "32767-12-31", year::max() / 12 / 31);
    // One step further is an error and never another date.
    out_of_range<instant>(db, "'294247-01-10 04:00:54.775808+00'::timestamptz");
    out_of_range<reading>(db, "'294276-12-31 23:59:59.999999'::timestamp");
    out_of_range<year_month_day>(db, "'32768-01-01'::date");
    CHECK_THROWS_AS(db.query<bool>("SELECT $1::timestamptz IS NULL", instant::min()), matview::value_error);
    CHECK_THROWS_AS(db.query<bool>("SELECT $1::date IS NULL", year{-4713} / 11 / 23), matview::value_error);
    CHECK_THROWS_AS(db.query<bool>("SELECT $1::date IS NULL", year_month_day(2023y / 2 / 29)), matview::value_error);
}

TEST_CASE("24:00 and leap seconds, as the server has them") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    both_ways<time_of_day>(db, "time", "24:00:00", time_of_day(24h));
    CHECK_EQ(db.query<time_of_day>("SELECT '23:59:60'::time").at(0), time_of_day(24h));
    CHECK_EQ(db.query<reading>("SELECT '2024-02-28 24:00:00'::timestamp").at(0), local_days{2024y / 2 / 29});
    CHECK_EQ(db.query<instant>("SELECT '2016-12-31 23:59:60Z'::timestamptz").at(0), sys_days{2017y / 1 / 1});
}

TEST_CASE("where clocks are put forward and back: a timestamp is what a clock shows, a timestamptz a point in time") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("SET TimeZone = 'America/New_York'");
    // 02:30 was on no clock of that day, and 01:30 twice on those of the other.
    both_ways<reading>(db, "timestamp", "2024-03-10 02:30:00", local_days{2024y / 3 / 10} + 2h + 30min);
    CHECK_EQ(db.query<instant>("SELECT '2024-03-10 02:30:00'::timestamptz").at(0),
             sys_days{2024y / 3 / 10} + 7h + 30min);
    both_ways<instant>(db, "timestamptz", "2024-11-03 01:30:00-04", sys_days{2024y / 11 / 3} + 5h + 30min);
    both_ways<instant>(db, "timestamptz", "2024-11-03 01:30:00-05", sys_days{2024y / 11 / 3} + 6h + 30min);
}
