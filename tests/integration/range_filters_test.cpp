// Filters on ranges and multiranges, with NULL, empty and unbounded ones; beside SQL by hand.
#include <chrono>
#include <limits>

#include "filtered.hpp"

using matview::asc;
using matview::col;
using matview::from;

namespace {

using ints = matview::range<std::int32_t>;
using many_ints = matview::multirange<std::int32_t>;

struct Booking {
    std::int32_t id;
    std::optional<ints> seats;
    std::optional<many_ints> gaps;
    std::optional<std::int32_t> seat;
    struct Meta {
        static constexpr auto relation = matview::table("booking");
        using primary_key = matview::key<&Booking::id>;
    };
};

constexpr auto seats = col<&Booking::seats>;
constexpr auto gaps = col<&Booking::gaps>;
constexpr auto seat = col<&Booking::seat>;

const char* const setup = R"sql(
    CREATE TABLE booking (id int PRIMARY KEY, seats int4range, gaps int4multirange, seat int);
    INSERT INTO booking VALUES
        (1, '[1,5)', '{[1,3),[7,9)}', 1), (2, 'empty', '{}', 2), (3, NULL, NULL, NULL), (4, '[5,10)', '{[5,10)}', 5),
        (5, '(,5)', '{(,5)}', 7), (6, '[10,)', '{[10,)}', 10), (7, '(,)', '{(,)}', 0),
        (8, '[2,3)', '{[2,3),[20,30)}', 25), (9, '[2147483647,)', '{[2147483647,)}', 2147483647);
    CREATE INDEX by_seats ON booking USING gist (seats);
    CREATE INDEX by_gaps ON booking USING gist (gaps))sql";

ints half_open(std::int32_t low, std::int32_t high) { return {low, high}; }
ints from_on(std::int32_t low) { return ints::from(low); }
ints nothing() { return {}; }

}  // namespace

TEST_CASE("contains on ranges: a value, a range, a multirange, another column") {
    matview_test::filtered<Booking> t(setup);
    t.gives(seats.contains(3), "seats @> 3", "t0.\"seats\" OPERATOR(pg_catalog.@>) $1");
    t.gives(seats.contains(5L), "seats @> 5");
    t.gives(seats.contains(2147483647), "seats @> 2147483647");
    t.gives(seats.contains(5'000'000'000), "false");
    t.gives(seats.contains(half_open(2, 4)), "seats @> '[2,4)'::int4range");
    t.gives(seats.contains(from_on(12)), "seats @> '[12,)'::int4range");
    t.gives(seats.contains(nothing()), "seats @> 'empty'::int4range");
    t.gives(seats.contains(many_ints{half_open(1, 2), half_open(3, 4)}), "seats @> '{[1,2),[3,4)}'::int4multirange");
    t.gives(seats.contains(seat), "seats @> seat", "t0.\"seats\" OPERATOR(pg_catalog.@>) t0.\"seat\"");
    t.gives(seats.contains(gaps), "seats @> gaps");
    t.gives(gaps.contains(8), "gaps @> 8", "t0.\"gaps\" OPERATOR(pg_catalog.@>) $1");
    t.gives(gaps.contains(half_open(2, 3)), "gaps @> '[2,3)'::int4range");
    t.gives(gaps.contains(nothing()), "gaps @> 'empty'::int4range");
    t.gives(gaps.contains(many_ints{half_open(2, 3), half_open(25, 26)}), "gaps @> '{[2,3),[25,26)}'::int4multirange");
    t.gives(gaps.contains(seat), "gaps @> seat");
    t.gives(gaps.contains(5'000'000'000), "false");
}

TEST_CASE("how ranges lie to one another") {
    matview_test::filtered<Booking> t(setup);
    const auto r = half_open(5, 10);
    t.gives(seats.contained_by(half_open(1, 10)), "seats <@ '[1,10)'::int4range",
            "t0.\"seats\" OPERATOR(pg_catalog.<@) $1");
    t.gives(seats.overlaps(r), "seats && '[5,10)'::int4range", "t0.\"seats\" OPERATOR(pg_catalog.&&) $1");
    t.gives(seats.adjacent_to(r), "seats -|- '[5,10)'::int4range", "t0.\"seats\" OPERATOR(pg_catalog.-|-) $1");
    t.gives(seats.fully_left(r), "seats << '[5,10)'::int4range", "t0.\"seats\" OPERATOR(pg_catalog.<<) $1");
    t.gives(seats.fully_right(r), "seats >> '[5,10)'::int4range", "t0.\"seats\" OPERATOR(pg_catalog.>>) $1");
    t.gives(seats.overlaps(nothing()), "seats && 'empty'::int4range");
    t.gives(seats.contained_by(nothing()), "seats <@ 'empty'::int4range");
    const many_ints m{half_open(1, 2), half_open(20, 40)};
    t.gives(seats.overlaps(m), "seats && '{[1,2),[20,40)}'::int4multirange");
    t.gives(seats.contained_by(m), "seats <@ '{[1,2),[20,40)}'::int4multirange");
    t.gives(seats.adjacent_to(m), "seats -|- '{[1,2),[20,40)}'::int4multirange");
    t.gives(seats.fully_left(m), "seats << '{[1,2),[20,40)}'::int4multirange");
    t.gives(seats.fully_right(m), "seats >> '{[1,2),[20,40)}'::int4multirange");
    t.gives(gaps.contained_by(r), "gaps <@ '[5,10)'::int4range");
    t.gives(gaps.overlaps(r), "gaps && '[5,10)'::int4range");
    t.gives(gaps.adjacent_to(r), "gaps -|- '[5,10)'::int4range");
    t.gives(gaps.fully_left(r), "gaps << '[5,10)'::int4range");
    t.gives(gaps.fully_right(r), "gaps >> '[5,10)'::int4range");
    t.gives(gaps.overlaps(m), "gaps && '{[1,2),[20,40)}'::int4multirange");
    t.gives(gaps.contained_by(m), "gaps <@ '{[1,2),[20,40)}'::int4multirange");
    t.gives(gaps.adjacent_to(m), "gaps -|- '{[1,2),[20,40)}'::int4multirange");
    t.gives(gaps.fully_left(nothing()), "gaps << 'empty'::int4range");
    t.gives(seats.overlaps(gaps), "seats && gaps");
    t.gives(gaps.contained_by(seats), "gaps <@ seats");
}

TEST_CASE("the bounds of ranges are values to compare and to order by") {
    matview_test::filtered<Booking> t(setup);
    t.gives(seats.lower() == 5, "lower(seats) = 5", "pg_catalog.lower(t0.\"seats\") = $1");
    t.gives(seats.upper() > 4, "upper(seats) > 4", "pg_catalog.upper(t0.\"seats\") > $1");
    t.gives(seats.lower() == std::nullopt, "lower(seats) IS NULL");
    t.gives(seats.upper() != 5, "upper(seats) IS DISTINCT FROM 5");
    t.gives(seats.upper() - seats.lower() == 4, "upper(seats) - lower(seats) = 4");
    t.gives(seats.lower() < seat, "lower(seats) < seat");
    t.gives(seats.lower().in({1, 2}), "lower(seats) IN (1, 2)");
    t.gives(seats.lower() < 5'000'000'000, "lower(seats) IS NOT NULL");
    t.gives(gaps.lower() == 2, "lower(gaps) = 2");
    t.gives(gaps.upper().between(5, 10), "upper(gaps) BETWEEN 5 AND 10");
    t.gives(seats.is_empty(), "isempty(seats)", "pg_catalog.isempty(t0.\"seats\")");
    t.gives(!seats.is_empty(), "isempty(seats) IS NOT TRUE");
    t.gives(gaps.is_empty(), "isempty(gaps)");
    t.is_ordered(from<Booking>().order_by(seats.lower().desc().nulls_last(), gaps.upper().asc(), asc<&Booking::id>),
                 "lower(seats) DESC NULLS LAST, upper(gaps), id");
}

TEST_CASE("ranges beside ranges: equality and PostgreSQL's order") {
    matview_test::filtered<Booking> t(setup);
    t.gives(seats == half_open(1, 5), "seats = '[1,5)'");
    t.gives(seats != half_open(1, 5), "seats IS DISTINCT FROM '[1,5)'");
    t.gives(seats == nothing(), "seats = 'empty'");
    t.gives(seats == std::nullopt, "seats IS NULL");
    t.gives(seats.in({half_open(1, 5), from_on(10)}), "seats IN ('[1,5)', '[10,)')");
    t.gives(seats < half_open(2, 3), "seats < '[2,3)'");
    t.gives(gaps == many_ints{half_open(5, 10)}, "gaps = '{[5,10)}'");
    t.gives(seats == seats, "seats = seats");
}

TEST_CASE("filters on ranges use their indexes") {
    matview_test::filtered<Booking> t(setup);
    t.uses_index(seats.contains(3), "'[3,3]'", "by_seats");
    t.uses_index(seats.contains(half_open(1, 2)), "'[1,2)'", "by_seats");
    t.uses_index(seats.contained_by(half_open(1, 2)), "'[1,2)'", "by_seats");
    t.uses_index(seats.overlaps(half_open(1, 2)), "'[1,2)'", "by_seats");
    t.uses_index(seats.adjacent_to(half_open(1, 2)), "'[1,2)'", "by_seats");
    t.uses_index(seats.fully_left(half_open(1, 2)), "'[1,2)'", "by_seats");
    t.uses_index(seats.fully_right(half_open(1, 2)), "'[1,2)'", "by_seats");
    t.uses_index(gaps.contains(3), "'{[3,3]}'", "by_gaps");
    t.uses_index(gaps.overlaps(half_open(1, 2)), "'{[1,2)}'", "by_gaps");
}

namespace {

using namespace std::chrono;
using dates = matview::range<year_month_day>;
using times = matview::range<sys_time<microseconds>>;
using shares = matview::range<matview::numeric>;
using longs = matview::range<std::int64_t>;

struct Period {
    std::int32_t id;
    std::optional<dates> days;
    std::optional<times> hours;
    std::optional<shares> share;
    std::optional<longs> numbers;
    std::optional<longs> widened;  // an int4range
    std::optional<matview::range<double>> weights;
    std::optional<year_month_day> day;
    std::optional<std::vector<ints>> parts;
    struct Meta {
        static constexpr auto relation = matview::table("period");
        using primary_key = matview::key<&Period::id>;
    };
};

const char* const periods = R"sql(
    CREATE DOMAIN span_of_days AS daterange;
    CREATE TYPE floatrange AS RANGE (subtype = float8);
    CREATE TABLE period (id int PRIMARY KEY, days span_of_days, hours tstzrange, share numrange, numbers int8range, widened int4range,
                         weights floatrange, day date, parts int4range[]);
    INSERT INTO period VALUES
        (1, '[2024-01-01,2024-02-01)', '[2024-01-01 00:00Z,2024-01-01 12:00Z)', '[0,0.5]', '[1,9223372036854775807)', '[1,5)', '[0,1]',
         '2024-01-31', '{"[1,5)","[7,9)"}'),
        (2, '(,2024-01-15)', '(2024-01-01 12:00Z,)', '(0.5,1)', '[9223372036854775807,)', '[2147483647,)', '(1,)', '2024-01-15', '{}'),
        (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (4, 'empty', 'empty', 'empty', 'empty', 'empty', 'empty', '2024-01-01', '{empty}');
    CREATE INDEX by_days ON period USING gist (days))sql";

}  // namespace

TEST_CASE("filters on ranges over every kind of value") {
    matview_test::filtered<Period> t(periods);
    constexpr auto days_of = col<&Period::days>;
    constexpr auto hours_of = col<&Period::hours>;
    constexpr auto share = col<&Period::share>;
    t.gives(days_of.contains(year(2024) / 1 / 31), "days @> date '2024-01-31'");
    t.gives(days_of.contains(col<&Period::day>), "days @> day");
    t.gives(days_of.overlaps(dates::from(year(2024) / 1 / 14)), "days && '[2024-01-14,)'::daterange");
    t.gives(days_of.upper() == year(2024) / 2 / 1, "upper(days) = '2024-02-01'");
    t.gives(days_of == dates::closed(year(2024) / 1 / 1, year(2024) / 1 / 31), "id = 1");
    t.uses_index(days_of.contains(year(2024) / 1 / 31), "'[2024-01-31,2024-01-31]'", "by_days");
    const sys_time<microseconds> noon = sys_days(year(2024) / 1 / 1) + 12h;
    t.gives(hours_of.contains(noon), "hours @> timestamptz '2024-01-01 12:00Z'");
    t.gives(hours_of.contains(noon - 1us), "hours @> timestamptz '2024-01-01 11:59:59.999999Z'");
    t.gives(hours_of.contains(sys_days(year(2024) / 1 / 1)), "id = 1");
    t.gives(hours_of.adjacent_to(times::closed(noon, noon)),
            "hours -|- '[2024-01-01 12:00Z,2024-01-01 12:00Z]'::tstzrange");
    t.gives(hours_of.lower() < noon, "lower(hours) < '2024-01-01 12:00Z'");
    t.gives(share.contains(matview::numeric("0.5")), "share @> 0.5");
    t.gives(share.contains(0), "share @> 0.0");
    t.gives(share.upper() * 2 == 1, "upper(share) * 2 = 1");
    t.gives(col<&Period::weights>.contains(1), "weights @> 1.0::float8");
    t.gives(col<&Period::weights>.contains(1.5), "weights @> 1.5::float8");
    t.gives(col<&Period::numbers>.contains(std::numeric_limits<std::int64_t>::max()), "id = 2");
    t.gives(col<&Period::numbers>.contains(std::numeric_limits<std::int64_t>::max() - 1), "id = 1");
    t.gives(col<&Period::numbers>.contains(std::numeric_limits<std::uint64_t>::max()), "false");
    t.gives(col<&Period::widened>.contains(2147483647), "id = 2");
    t.gives(col<&Period::widened>.contains(2147483648), "false");
    t.gives(col<&Period::widened>.contains(3), "id = 1");
    t.gives(col<&Period::parts>.contains(half_open(7, 9)), "id = 1");
    t.gives(col<&Period::parts>.at(1).contains(3), "parts[1] @> 3");
    t.gives(col<&Period::parts>.at(1).in({half_open(1, 5), nothing()}), "id IN (1, 4)");
}
