#include <limits>

#include <doctest/doctest.h>

#include <matview/wire/chrono.hpp>

#include "support.hpp"

using namespace wire_test;
using namespace std::chrono;
namespace pg = matview::pg;

namespace {

using instant = sys_time<microseconds>;
using reading = local_time<microseconds>;

instant at(int year, unsigned month, unsigned day, microseconds time = 0us) {
    return sys_days(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day)) + time;
}
year_month_day date(int year, unsigned month, unsigned day) {
    return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
}

// std::chrono counts the year before 1 as 0: 44 BC is -43.
struct {
    instant value;
    const char* bytes;
    const char* text;
} const instants[] = {
    // SELECT timestamptz_send(x::timestamptz), x::timestamptz with TimeZone UTC; timestamp_send gives the same bytes
    {at(2000, 1, 1), "0000000000000000", "2000-01-01 00:00:00"},
    {at(1970, 1, 1), "fffca2fec4c82000", "1970-01-01 00:00:00"},
    {at(2024, 2, 29, 13h + 5min + 9s + 120us), "0002b583ad76abb8", "2024-02-29 13:05:09.00012"},
    {at(2000, 1, 1, -1us), "ffffffffffffffff", "1999-12-31 23:59:59.999999"},
    {at(1, 1, 1), "ff1fe2ffc59c6000", "0001-01-01 00:00:00"},
    {at(0, 12, 31), "ff1fe2eba7c50000", "0001-12-31 00:00:00 BC"},
    {at(-43, 3, 15, 12h), "ff1af9e8fb46d000", "0044-03-15 12:00:00 BC"},
    {at(-4713, 11, 24), "fd0f7cc1411fa000", "4714-11-24 00:00:00 BC"},
    {instant::max(), "7ffca2fec4c81fff", "294247-01-10 04:00:54.775807"},
};

}  // namespace

TEST_CASE("timestamptz: known bytes, both ways") {
    for (const auto& c : instants) {
        CAPTURE(c.text);
        CHECK(encode(c.value, pg::timestamptz) == c.bytes);
        CHECK(decode<instant>(pg::timestamptz, c.bytes) == c.value);
        std::string zoned = c.text;
        zoned.insert(zoned.ends_with(" BC") ? zoned.size() - 3 : zoned.size(), "+00");
        CHECK(print(c.value) == zoned);
    }
}

TEST_CASE("timestamp: known bytes, both ways") {
    for (const auto& c : instants) {
        CAPTURE(c.text);
        const reading local(c.value.time_since_epoch());
        CHECK(encode(local, pg::timestamp) == c.bytes);
        CHECK(decode<reading>(pg::timestamp, c.bytes) == local);
        CHECK(print(local) == c.text);
    }
}

TEST_CASE("timestamps: what the C++ type cannot hold is an error that names it") {
    // SELECT timestamptz_send('294247-01-10 04:00:54.775808Z'), ('294276-12-31 23:59:59.999999Z')
    struct {
        const char* bytes;
        const char* value;
    } const cases[] = {
        {"7fffffffffffffff", "infinity"},
        {"8000000000000000", "-infinity"},
        {"7ffca2fec4c82000", "294247-01-10 04:00:54.775808"},
        {"7fffff5bb3b29fff", "294276-12-31 23:59:59.999999"},
    };
    for (const auto& c : cases) {
        const std::string text = c.value;
        const std::string zone = text.ends_with("infinity") ? "" : "+00";
        CHECK(message_of([&] { decode<instant>(pg::timestamptz, c.bytes); }) ==
              text + zone + " does not fit into std::chrono::sys_time<std::chrono::microseconds>");
        CHECK(message_of([&] { decode<reading>(pg::timestamp, c.bytes); }) ==
              text + " does not fit into std::chrono::local_time<std::chrono::microseconds>");
    }
}

TEST_CASE("timestamps: what PostgreSQL cannot hold equals nothing") {
    CHECK(encode(at(-4713, 11, 24) - 1us, pg::timestamptz) == "not held");
    CHECK(encode(instant::min(), pg::timestamptz) == "not held");
    CHECK(encode(reading::min(), pg::timestamp) == "not held");
}

TEST_CASE("timestamps: a point in time is no reading of a clock") {
    CHECK(types_read<instant>() == std::set<matview::oid>{pg::timestamptz});
    CHECK(types_read<reading>() == std::set<matview::oid>{pg::timestamp});
    CHECK(types_written(instant()) == std::set<matview::oid>{pg::timestamptz});
    CHECK(types_written(reading()) == std::set<matview::oid>{pg::timestamp});
    CHECK(lengths_read<instant>(pg::timestamptz, "0002b583ad76abb8") == std::vector<std::size_t>{8});
    CHECK(lengths_read<reading>(pg::timestamp, "0002b583ad76abb8") == std::vector<std::size_t>{8});
}

TEST_CASE("date: known bytes, both ways") {
    // SELECT date_send(x::date)
    struct {
        year_month_day value;
        const char* bytes;
        const char* text;
    } const cases[] = {
        {date(2000, 1, 1), "00000000", "2000-01-01"},       {date(2024, 2, 29), "00002279", "2024-02-29"},
        {date(1970, 1, 1), "ffffd533", "1970-01-01"},       {date(1900, 3, 1), "ffff718f", "1900-03-01"},
        {date(1582, 10, 15), "fffdacc0", "1582-10-15"},     {date(1, 1, 1), "fff4dbf9", "0001-01-01"},
        {date(0, 12, 31), "fff4dbf8", "0001-12-31 BC"},     {date(-43, 3, 15), "fff49d7b", "0044-03-15 BC"},
        {date(-4713, 11, 24), "ffda97a7", "4714-11-24 BC"}, {date(32767, 12, 31), "00ab7994", "32767-12-31"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(encode(c.value, pg::date) == c.bytes);
        CHECK(decode<year_month_day>(pg::date, c.bytes) == c.value);
        CHECK(print(c.value) == c.text);
    }
}

TEST_CASE("date: what the C++ type cannot hold is an error that names it") {
    struct {
        const char* bytes;
        const char* value;
    } const cases[] = {
        {"7fffffff", "infinity"},
        {"80000000", "-infinity"},
        {"00ab7995", "32768-01-01"},
        {"7fda970c", "5874897-12-31"},
    };
    for (const auto& c : cases)
        CHECK(message_of([&] { decode<year_month_day>(pg::date, c.bytes); }) ==
              std::string(c.value) + " does not fit into std::chrono::year_month_day");
}

TEST_CASE("timestamps: bytes that the server never sends") {
    CHECK(
        message_of([] { decode<instant>(pg::timestamptz, "fd0f7cc1411f9fff"); }) ==
        "malformed timestamp with time zone: 4714-11-23 23:59:59.999999+00 BC is before the first day, 4714-11-24 BC");
    CHECK_THROWS_AS(decode<reading>(pg::timestamp, "8000000000000001"), matview::value_error);
}

TEST_CASE("date: bytes that the server never sends") {
    CHECK_THROWS_AS(decode<year_month_day>(pg::date, "80000001"), matview::value_error);
    CHECK_THROWS_AS(decode<year_month_day>(pg::date, "7ffffffe"), matview::value_error);
    CHECK(message_of([] { decode<year_month_day>(pg::date, "ffda97a6"); }) ==
          "malformed date: 4714-11-23 BC is before the first day, 4714-11-24 BC");
}

TEST_CASE("date: what PostgreSQL cannot hold equals nothing, and what is no date is an error") {
    CHECK(encode(date(-4713, 11, 23), pg::date) == "not held");
    CHECK(encode(date(-32767, 1, 1), pg::date) == "not held");
    CHECK(message_of([] { encode(date(2023, 2, 29), pg::date); }) == "not a date: 2023-02-29");
    CHECK(message_of([] { encode(date(2023, 13, 1), pg::date); }) == "not a date: 2023-13-01");
    CHECK(print(date(2023, 2, 29)) == "2023-02-29");
}

TEST_CASE("date: only date, at its length") {
    CHECK(types_read<year_month_day>() == std::set<matview::oid>{pg::date});
    CHECK(types_written(date(2024, 1, 1)) == std::set<matview::oid>{pg::date});
    CHECK(lengths_read<year_month_day>(pg::date, "00002279") == std::vector<std::size_t>{4});
}
