#include <doctest/doctest.h>

#include <matview/wire/time_of_day.hpp>

#include "support.hpp"

using namespace wire_test;
using namespace std::chrono_literals;
using matview::time_of_day;
namespace pg = matview::pg;

TEST_CASE("time_of_day: known bytes, both ways") {
    // SELECT time_send(x) FROM unnest(ARRAY['00:00', '24:00', '13:05:09.00012', '23:59:59.999999']::time[]) x
    struct {
        time_of_day value;
        const char* bytes;
        const char* text;
    } const cases[] = {
        {time_of_day(), "0000000000000000", "00:00:00"},
        {time_of_day(24h), "000000141dd76000", "24:00:00"},
        {time_of_day(13h + 5min + 9s + 120us), "0000000af7ea4bb8", "13:05:09.00012"},
        {time_of_day(24h - 1us), "000000141dd75fff", "23:59:59.999999"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(encode(c.value, pg::time) == c.bytes);
        CHECK(decode<time_of_day>(pg::time, c.bytes) == c.value);
        CHECK(c.value.to_string() == c.text);
        CHECK(print(c.value) == c.text);
    }
}

TEST_CASE("time_of_day: its parts") {
    constexpr time_of_day value(13h + 5min + 9s + 120us);
    static_assert(value.hour() == 13 && value.minute() == 5 && value.second() == 9 && value.microsecond() == 120);
    static_assert(value.since_midnight() == 47'109'000'120us);
    CHECK(time_of_day(24h).hour() == 24);
    CHECK(time_of_day(24h).minute() == 0);
    CHECK(time_of_day(23h) < time_of_day(24h));
    CHECK(time_of_day(24h) != time_of_day());
}

TEST_CASE("time_of_day: out of range") {
    CHECK(message_of([] { time_of_day{-1us}; }) ==
          "not a time of day: -1 microseconds since midnight, where 0 to 86400000000 belong");
    CHECK(message_of([] { time_of_day{24h + 1us}; }) ==
          "not a time of day: 86400000001 microseconds since midnight, where 0 to 86400000000 belong");
    CHECK_THROWS_AS(decode<time_of_day>(pg::time, "ffffffffffffffff"), matview::value_error);
    CHECK_THROWS_AS(decode<time_of_day>(pg::time, "7fffffffffffffff"), matview::value_error);
}

TEST_CASE("time_of_day: only time, at its length") {
    CHECK(types_read<time_of_day>() == std::set<matview::oid>{pg::time});
    CHECK(types_written(time_of_day()) == std::set<matview::oid>{pg::time});
    CHECK(lengths_read<time_of_day>(pg::time, "0000000af7ea4bb8") == std::vector<std::size_t>{8});
}
