// json, timetz, bit strings, pg_lsn, "char", hstore, tsvector, and what may be infinite: values without a server.
#include <doctest/doctest.h>

#include <matview/wire/builtin.hpp>

#include "support.hpp"

using namespace wire_test;
using namespace std::chrono_literals;
using matview::bit_string;
using matview::json;
using matview::lsn;
using matview::or_infinity;
using matview::time_of_day;
using matview::time_of_day_tz;
namespace pg = matview::pg;

TEST_CASE("json: text in either type") {
    CHECK(json().text == "null");
    CHECK(json("{}") != json("{ }"));
    CHECK(encode(json("{}"), pg::json) == "7b7d");
    CHECK(encode(json("{}"), pg::jsonb) == "017b7d");
    CHECK(decode<json>(pg::json, "7b7d") == json("{}"));
    CHECK(decode<json>(pg::jsonb, "017b7d") == json("{}"));
    CHECK(message_of([] { decode<json>(pg::jsonb, "027b7d"); }) == "jsonb of version 2, where 1 is known");
    CHECK_THROWS_AS(decode<json>(pg::jsonb, ""), matview::value_error);
    CHECK_THROWS_AS(encode(json("\"\xff\""), pg::jsonb), matview::value_error);
    CHECK(types_read<json>() == std::set<matview::oid>{pg::json, pg::jsonb});
    CHECK(types_written(json()) == std::set<matview::oid>{pg::json, pg::jsonb});
    CHECK_FALSE(std::is_convertible_v<std::string, json>);
}

TEST_CASE("time_of_day_tz: text, order, limits") {
    CHECK(time_of_day_tz().to_string() == "00:00:00+00");
    CHECK(time_of_day_tz(time_of_day(13h + 5min + 9s + 120us), 2h).to_string() == "13:05:09.00012+02");
    CHECK(time_of_day_tz(time_of_day(24h), -(3h + 30min)).to_string() == "24:00:00-03:30");
    CHECK(time_of_day_tz(time_of_day(), 15h + 59min + 59s).to_string() == "00:00:00+15:59:59");
    CHECK(time_of_day_tz(time_of_day(), -30min).to_string() == "00:00:00-00:30");
    CHECK_THROWS_AS(time_of_day_tz(time_of_day(), 16h), matview::value_error);
    CHECK_THROWS_AS(time_of_day_tz(time_of_day(), -16h), matview::value_error);
    // SELECT timetz '12:00+00' > timetz '13:00+01', timetz '12:00+00' > timetz '11:00+00'
    CHECK(time_of_day_tz(time_of_day(12h), 0h) > time_of_day_tz(time_of_day(13h), 1h));
    CHECK(time_of_day_tz(time_of_day(12h), 0h) > time_of_day_tz(time_of_day(11h), 0h));
    CHECK(time_of_day_tz(time_of_day(12h), 0h) != time_of_day_tz(time_of_day(13h), 1h));
    // SELECT timetz_send('00:00:01+02')
    CHECK(encode(time_of_day_tz(time_of_day(1s), 2h), pg::timetz) == "00000000000f4240ffffe3e0");
    CHECK(decode<time_of_day_tz>(pg::timetz, "00000000000f4240ffffe3e0") == time_of_day_tz(time_of_day(1s), 2h));
    CHECK_THROWS_AS(decode<time_of_day_tz>(pg::timetz, "00000000000f42400000e100"), matview::value_error);
    CHECK_THROWS_AS(decode<time_of_day_tz>(pg::timetz, "ffffffffffffffff00000000"), matview::value_error);
}

TEST_CASE("bit strings") {
    const bit_string bits("101100001");
    CHECK(bits.size() == 9);
    CHECK(bits[0]);
    CHECK_FALSE(bits[1]);
    CHECK(bits.to_string() == "101100001");
    CHECK(bit_string().to_string() == "");
    CHECK(bit_string(3) == bit_string("000"));
    CHECK(bit_string("0") < bit_string("00"));
    CHECK(bit_string("01") < bit_string("1"));
    CHECK(bit_string("00000000") < bit_string("000000001"));
    CHECK(message_of([] { bit_string("102"); }) == "not a bit string: \"102\"");
    CHECK(encode(bits, pg::varbit) == "00000009b080");
    CHECK(encode(bits, pg::bit) == "00000009b080");
    CHECK(decode<bit_string>(pg::varbit, "00000009b080") == bits);
    CHECK_THROWS_AS(decode<bit_string>(pg::varbit, "00000009b081"), matview::value_error);
    CHECK_THROWS_AS(decode<bit_string>(pg::varbit, "ffffffff"), matview::value_error);
    CHECK_THROWS_AS(decode<bit_string>(pg::varbit, "7fffffff00"), matview::value_error);
    CHECK(lengths_read<bit_string>(pg::bit, "00000009b080") == std::vector<std::size_t>{6});
}

TEST_CASE("std::bitset: of a bit(n) of its size") {
    const std::bitset<4> bits("1010");
    CHECK(encode(bits, pg::bit) == "00000004a0");
    CHECK(decode<std::bitset<4>>(pg::bit, "00000004a0") == bits);
    CHECK(print(bits) == "1010");
    CHECK(message_of([] { decode<std::bitset<5>>(pg::bit, "00000004a0"); }) ==
          "a bit(4), where the field is std::bitset<5>: give it that size, or make it matview::bit_string");
    CHECK(types_read<std::bitset<4>>() == std::set<matview::oid>{pg::bit});
}

TEST_CASE("lsn") {
    CHECK(lsn().to_string() == "0/0");
    CHECK(lsn("16/B374D848").position() == 0x16B374D848);
    CHECK(lsn("16/b374d848").to_string() == "16/B374D848");
    CHECK(lsn("FFFFFFFF/FFFFFFFF").to_string() == "FFFFFFFF/FFFFFFFF");
    CHECK(lsn("1/0") > lsn("0/FFFFFFFF"));
    for (const char* text :
         {"", "/", "1", "1/", "/1", "1/2/3", "123456789/0", "0/123456789", "x/0", "-1/0", " 1/0", "0x1/0"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(lsn{text}, matview::value_error);
    }
    CHECK(encode(lsn(1), pg::pg_lsn) == "0000000000000001");
    CHECK(lengths_read<lsn>(pg::pg_lsn, "0000000000000001") == std::vector<std::size_t>{8});
}

TEST_CASE("char: PostgreSQL's \"char\" only") {
    CHECK(types_read<char>() == std::set<matview::oid>{pg::char_});
    CHECK(types_written('x') == std::set<matview::oid>{pg::char_});
    CHECK(encode('x', pg::char_) == "78");
    CHECK(decode<char>(pg::char_, "ff") == static_cast<char>(0xff));
    CHECK(print('x') == "'x'");
    CHECK(print('\n') == "'\\012'");
}

TEST_CASE("oid and its like: without a sign") {
    for (const matview::oid type : {pg::oid_, pg::xid, pg::cid}) {
        CHECK(decode<std::int64_t>(type, "ffffffff") == 4'294'967'295);
        CHECK(encode(std::int64_t{4'294'967'295}, type) == "ffffffff");
        CHECK(encode(std::int64_t{4'294'967'296}, type) == "not held");
        CHECK(encode(std::int64_t{-1}, type) == "not held");
    }
    using matview::numeric;
    CHECK(decode<numeric>(pg::xid8, "ffffffffffffffff") == numeric("18446744073709551615"));
    CHECK(encode(numeric("18446744073709551615"), pg::xid8) == "ffffffffffffffff");
    CHECK(encode(numeric("18446744073709551616"), pg::xid8) == "not held");
    CHECK(encode(numeric(-1), pg::xid8) == "not held");
    CHECK(encode(numeric("1.5"), pg::xid8) == "not held");
    CHECK(encode(std::int64_t{5}, pg::xid8) == "0000000000000005");
    CHECK(encode(std::int64_t{-5}, pg::xid8) == "not held");
}

TEST_CASE("or_infinity: beyond every value") {
    using date = std::chrono::year_month_day;
    using infinite_date = or_infinity<date>;
    const infinite_date never = infinite_date::infinity();
    const infinite_date today = date{std::chrono::year(2024), std::chrono::month(2), std::chrono::day(29)};
    CHECK(today < never);
    CHECK(infinite_date::minus_infinity() < today);
    CHECK(infinite_date::minus_infinity() == infinite_date::minus_infinity());
    CHECK(never != infinite_date::minus_infinity());
    CHECK(today.value() == date{std::chrono::year(2024), std::chrono::month(2), std::chrono::day(29)});
    CHECK(never.is_infinity());
    CHECK_FALSE(never.is_finite());
    CHECK(message_of([&] { static_cast<void>(never.value()); }) ==
          "infinity has no finite value: ask is_finite() before");
    CHECK(decode<infinite_date>(pg::date, "7fffffff") == never);
    CHECK(decode<infinite_date>(pg::date, "80000000") == infinite_date::minus_infinity());
    CHECK(encode(never, pg::date) == "7fffffff");
    CHECK(encode(never, pg::timestamptz) == "mismatch");
    CHECK(encode(today, pg::date) == encode(today.value(), pg::date));
    CHECK(message_of([] { decode<infinite_date>(pg::date, "00ab7995"); }) ==
          "32768-01-01 does not fit into std::chrono::year_month_day");
    using instant = or_infinity<std::chrono::sys_time<std::chrono::microseconds>>;
    CHECK(decode<instant>(pg::timestamptz, "8000000000000000") == instant::minus_infinity());
    CHECK(encode(instant::infinity(), pg::timestamptz) == "7fffffffffffffff");
    CHECK(print(instant::infinity()) == "infinity");
    CHECK(lengths_read<instant>(pg::timestamptz, "7fffffffffffffff") == std::vector<std::size_t>{8});
}

TEST_CASE("__int128 and numeric") {
    using matview::numeric;
    using wide = matview::detail::int128;
    const std::string highest = "170141183460469231731687303715884105727";
    CHECK(numeric(numeric(highest).to_integer<wide>()).to_string() == highest);
    CHECK(numeric(numeric("-" + highest).to_integer<wide>() - 1).to_string() ==
          "-170141183460469231731687303715884105728");
    CHECK(numeric(wide{-7}) == numeric(-7));
    CHECK(numeric(wide{0}).to_string() == "0");
    CHECK(numeric("340282366920938463463374607431768211455").to_integer<matview::detail::widest_unsigned>() ==
          ~matview::detail::widest_unsigned{0});
    CHECK(message_of([] { numeric("170141183460469231731687303715884105728").to_integer<wide>(); }) ==
          "170141183460469231731687303715884105728 is out of range: -170141183460469231731687303715884105728 to "
          "170141183460469231731687303715884105727");
    CHECK_THROWS_AS(numeric("1e100").to_integer<wide>(), matview::value_error);
    CHECK_THROWS_AS(numeric("0.5").to_integer<wide>(), matview::value_error);
}
