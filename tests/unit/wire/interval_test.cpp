#include <doctest/doctest.h>

#include <matview/wire/interval.hpp>

#include "support.hpp"

using namespace wire_test;
using namespace std::chrono_literals;
using matview::interval;
namespace pg = matview::pg;

namespace {
constexpr std::int64_t hour = 3'600'000'000;
const std::string interval_bytes = "000000038ff379000000000700000000";
}  // namespace

TEST_CASE("interval: text in the server's style") {
    struct {
        interval value;
        const char* text;  // SELECT make_interval(months => …, days => …, secs => …)::text
    } const cases[] = {
        {{}, "00:00:00"},
        {{14, 3, 4 * hour + 5'006'000}, "1 year 2 mons 3 days 04:00:05.006"},
        {{-14, 3, -1}, "-1 years -2 mons +3 days -00:00:00.000001"},
        {{-1, 0, hour}, "-1 mons +01:00:00"},
        {{1, -1, hour}, "1 mon -1 days +01:00:00"},
        {{12, 0, 0}, "1 year"},
        {{0, 1, 0}, "1 day"},
        {{0, 0, 100 * hour}, "100:00:00"},
        {{0, 0, std::numeric_limits<std::int64_t>::min()}, "-2562047788:00:54.775808"},
        {{std::numeric_limits<std::int32_t>::min(), 0, 0}, "-178956970 years -8 mons"},
        {interval::infinity(), "infinity"},
        {interval::minus_infinity(), "-infinity"},
    };
    for (const auto& c : cases) CHECK(c.value.to_string() == c.text);
}

TEST_CASE("interval: compared as the server compares") {
    CHECK(interval{1, 0, 0} == interval{0, 30, 0});
    CHECK(interval{0, 1, 0} == interval{0, 0, 24 * hour});
    CHECK(interval{0, 1, -1} < interval{0, 1, 0});
    CHECK(interval{1, 0, 0} < interval{0, 31, 0});
    CHECK(interval{1, -30, 1} > interval{});
    CHECK(interval{0, 0, -1} < interval{});
    CHECK(interval{2'000'000'000, 0, 0} > interval{0, 2'000'000'000, std::numeric_limits<std::int64_t>::max()});
    CHECK(interval::infinity() > interval{std::numeric_limits<std::int32_t>::max(), 0, 0});
    CHECK(interval::minus_infinity() < interval{std::numeric_limits<std::int32_t>::min(), 0, 0});
    CHECK_FALSE(interval::infinity().is_finite());
    CHECK(interval{}.is_finite());
}

TEST_CASE("interval: bytes") {
    // SELECT interval_send('7 days 04:15:00'), interval_send('-1 mon')
    const interval week{0, 7, 4 * hour + hour / 4};
    CHECK(encode(week, pg::interval) == "000000038ff379000000000700000000");
    CHECK(encode(interval{-1, 0, 0}, pg::interval) == "000000000000000000000000ffffffff");
    CHECK(decode<interval>(pg::interval, "000000038ff379000000000700000000").days == 7);
    CHECK(types_read<interval>() == std::set<matview::oid>{pg::interval});
    CHECK(types_written(interval()) == std::set<matview::oid>{pg::interval});
    CHECK(lengths_read<interval>(pg::interval, interval_bytes) == std::vector<std::size_t>{16});
}

TEST_CASE("durations: read where they are exact") {
    const std::string ninety_minutes = encode(interval{0, 0, hour + hour / 2}, pg::interval);
    CHECK(decode<std::chrono::microseconds>(pg::interval, ninety_minutes) == 90min);
    CHECK(decode<std::chrono::milliseconds>(pg::interval, ninety_minutes) == 90min);
    CHECK(decode<std::chrono::seconds>(pg::interval, ninety_minutes) == 90min);
    CHECK(decode<std::chrono::minutes>(pg::interval, ninety_minutes) == 90min);
    CHECK(decode<std::optional<std::chrono::minutes>>(pg::interval, ninety_minutes) == 90min);
    using short_minutes = std::chrono::duration<std::int16_t, std::ratio<60>>;
    CHECK(decode<short_minutes>(pg::interval, ninety_minutes).count() == 90);
    using bytes_of_seconds = std::chrono::duration<std::uint8_t>;
    CHECK(message_of([&] { decode<bytes_of_seconds>(pg::interval, ninety_minutes); }) ==
          "5400 std::chrono::seconds do not fit into the integer that the field counts in");
    CHECK(message_of([&] { decode<std::chrono::hours>(pg::interval, ninety_minutes); }) ==
          "01:30:00 is no whole number of std::chrono::hours: make the field a finer duration, or date_trunc it");
    CHECK(message_of([&] {
              decode<std::chrono::hours>(pg::interval, encode(interval{0, 1, 0}, pg::interval));
          }).starts_with("1 day is no exact std::chrono::hours, since months and days differ in length"));
    CHECK_THROWS_AS(decode<std::chrono::seconds>(pg::interval, encode(interval::infinity(), pg::interval)),
                    matview::value_error);
}

TEST_CASE("durations: written where they fit") {
    CHECK(encode(90min, pg::interval) == encode(interval{0, 0, hour + hour / 2}, pg::interval));
    CHECK(encode(std::chrono::hours::max(), pg::interval) == "not held");
    CHECK(encode(std::chrono::hours::min(), pg::interval) == "not held");
    CHECK(encode(std::chrono::microseconds::min(), pg::interval) == "80000000000000000000000000000000");
    CHECK(encode(1s, pg::text) == "mismatch");
    CHECK(print(-90s) == "-00:01:30");
    CHECK_FALSE(matview::detail::has_codec<std::chrono::nanoseconds>);
    CHECK_FALSE(matview::detail::has_codec<std::chrono::days>);
    CHECK_FALSE(matview::detail::has_codec<std::chrono::duration<double>>);
}
