// numeric as a value: text, integers, doubles, order.
#include <cmath>
#include <concepts>
#include <limits>

#include <doctest/doctest.h>

#include <matview/wire/numeric.hpp>

#include "support.hpp"

using namespace wire_test;
using matview::numeric;

namespace {

template <class T>
concept compares_with_numeric = requires(const T& value, const numeric& n) {
    n == value;
};

}  // namespace

// A double, a bool or a character becomes no numeric unasked, and a numeric becomes no number unasked.
static_assert(!std::is_constructible_v<numeric, double> && !std::is_constructible_v<numeric, float>);
static_assert(!std::is_constructible_v<numeric, bool> && !std::is_constructible_v<numeric, char> &&
              !std::is_constructible_v<numeric, wchar_t>);
static_assert(!std::is_assignable_v<numeric&, double> && !compares_with_numeric<double> &&
              !compares_with_numeric<bool>);
static_assert(!std::is_convertible_v<numeric, double> && !std::is_convertible_v<numeric, int>);
static_assert(!std::is_convertible_v<const char*, numeric> && std::is_constructible_v<numeric, const char*>);
static_assert(std::is_convertible_v<short, numeric> && std::is_convertible_v<unsigned long long, numeric>);
static_assert(compares_with_numeric<int> && compares_with_numeric<unsigned char>);

TEST_CASE("numeric: text as the server reads and prints it") {
    // SELECT x::numeric::text
    struct {
        const char* in;
        const char* out;
    } const cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"0.00", "0.00"},
        {"-0.00", "0.00"},
        {"12.340", "12.340"},
        {"-0.5", "-0.5"},
        {".5", "0.5"},
        {"5.", "5"},
        {"+7", "7"},
        {"1e-7", "0.0000001"},
        {"1.50e1", "15.0"},
        {"1e5", "100000"},
        {"1E+5", "100000"},
        {"-.5e1", "-5"},
        {"0e-7", "0.0000000"},
        {"0e200000", "0"},
        {"000012", "12"},
        {"10000", "10000"},
        {"99990000", "99990000"},
        {"0.00001", "0.00001"},
        {"1000.0", "1000.0"},
        {"1.2345e2", "123.45"},
        {"123456789.000100", "123456789.000100"},
        {"10000.0001", "10000.0001"},
        {"12345678901234567890.12345", "12345678901234567890.12345"},
        {"NaN", "NaN"},
        {"nan", "NaN"},
        {"Infinity", "Infinity"},
        {"-infinity", "-Infinity"},
        {"+inf", "Infinity"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.in);
        CHECK(numeric(std::string_view(c.in)).to_string() == c.out);
        CHECK(print(numeric(std::string_view(c.in))) == c.out);
    }
    CHECK(numeric().to_string() == "0");
}

TEST_CASE("numeric: text that is none is quoted") {
    for (const char* text : {"",      " ",    " 1",    "1 ",   "+",       "-",         ".",   "e5",  "1e",
                             "1e+",   "1e-",  "1e+-5", "1e5x", "1.2.3",   "1,5",       "--1", "+-1", "0x10",
                             "1_000", "NaN ", "-NaN",  "+nan", "infinit", "infinityx", "one"}) {
        CHECK(message_of([&] { numeric{text}; }) == std::string("not a numeric: \"") + text + "\"");
    }
    CHECK(message_of([] { numeric{std::string_view("1\0", 2)}; }) == "not a numeric: \"1\\x00\"");
}

TEST_CASE("numeric: as large and as small as the server's, and no further") {
    CHECK(numeric("1e131071").to_string() == "1" + std::string(131071, '0'));
    CHECK(numeric("1e-16383").to_string() == "0." + std::string(16382, '0') + "1");
    CHECK(numeric(std::string(131072, '9') + "." + std::string(16383, '9')).to_string() ==
          std::string(131072, '9') + "." + std::string(16383, '9'));
    CHECK(numeric("0." + std::string(16383, '0')).scale() == 16383);
    CHECK(numeric(std::string(200000, '0') + "1").to_string() == "1");

    for (const char* text : {"1e131072", "12e131071", "1e-16384", "0e-16384", "0.1e-16383", "1e2147483648",
                             "1e-99999999999", "1e2147483647"})
        CHECK(message_of([&] { numeric{text}; }) ==
              std::string("out of numeric's range (131072 digits before the point, 16383 behind it): \"") + text +
                  "\"");
    CHECK_THROWS_AS(numeric(std::string(131073, '9')), matview::value_error);
}

TEST_CASE("numeric: scale") {
    CHECK(numeric("12.340").scale() == 3);
    CHECK(numeric("1e-7").scale() == 7);
    CHECK(numeric(5).scale() == 0);
    CHECK(numeric("NaN").scale() == 0);
}

TEST_CASE("numeric: from integers and back") {
    struct {
        numeric value;
        const char* text;
    } const cases[] = {
        {0, "0"},
        {-1, "-1"},
        {9999, "9999"},
        {10000, "10000"},
        {-100000000, "-100000000"},
        {std::numeric_limits<std::int64_t>::max(), "9223372036854775807"},
        {std::numeric_limits<std::int64_t>::min(), "-9223372036854775808"},
        {std::numeric_limits<std::uint64_t>::max(), "18446744073709551615"},
        {std::int8_t{-128}, "-128"},
        {std::uint8_t{255}, "255"},
    };
    for (const auto& c : cases) {
        CHECK(c.value.to_string() == c.text);
        CHECK(c.value == numeric(std::string_view(c.text)));
    }
    CHECK(numeric("9223372036854775807").to_integer<std::int64_t>() == std::numeric_limits<std::int64_t>::max());
    CHECK(numeric("-9223372036854775808").to_integer<std::int64_t>() == std::numeric_limits<std::int64_t>::min());
    CHECK(numeric("18446744073709551615").to_integer<std::uint64_t>() == std::numeric_limits<std::uint64_t>::max());
    CHECK(numeric("-32768").to_integer<short>() == -32768);
    CHECK(numeric("32767.000").to_integer<short>() == 32767);
    CHECK(numeric("0.00").to_integer<unsigned>() == 0);
    CHECK(numeric("-128").to_integer<std::int8_t>() == -128);
    CHECK(numeric("90000").to_integer<int>() == 90000);
}

TEST_CASE("numeric: what is not an integer, or beyond its type") {
    CHECK(message_of([] { numeric("12.5").to_integer<int>(); }) == "12.5 is not an integer");
    CHECK(message_of([] { numeric("1e-9").to_integer<int>(); }) == "0.000000001 is not an integer");
    CHECK(message_of([] { numeric("10000.5").to_integer<int>(); }) == "10000.5 is not an integer");
    CHECK(message_of([] { numeric("NaN").to_integer<int>(); }) == "NaN is not an integer");
    CHECK(message_of([] { numeric("-Infinity").to_integer<int>(); }) == "-Infinity is not an integer");
    CHECK(message_of([] { numeric(32768).to_integer<short>(); }) == "32768 is out of range: -32768 to 32767");
    CHECK(message_of([] { numeric(-32769).to_integer<short>(); }) == "-32769 is out of range: -32768 to 32767");
    CHECK(message_of([] { numeric(-1).to_integer<std::uint16_t>(); }) == "-1 is out of range: 0 to 65535");
    CHECK(message_of([] { numeric(65536).to_integer<std::uint16_t>(); }) == "65536 is out of range: 0 to 65535");
    CHECK(message_of([] { numeric(300).to_integer<std::uint8_t>(); }) == "300 is out of range: 0 to 255");
    CHECK(message_of([] { numeric("9223372036854775808").to_integer<std::int64_t>(); }) ==
          "9223372036854775808 is out of range: -9223372036854775808 to 9223372036854775807");
    CHECK_THROWS_AS(numeric("-9223372036854775809").to_integer<std::int64_t>(), matview::value_error);
    CHECK_THROWS_AS(numeric("18446744073709551616").to_integer<std::uint64_t>(), matview::value_error);
    CHECK_THROWS_AS(numeric("1e20").to_integer<std::uint64_t>(), matview::value_error);
    CHECK(message_of([] { numeric("1e100").to_integer<int>(); }) ==
          "1" + std::string(59, '0') + "… is out of range: -2147483648 to 2147483647");
}

TEST_CASE("numeric: doubles, by asking") {
    struct {
        double value;
        const char* text;
    } const cases[] = {
        {0.1, "0.1"}, {-2.5, "-2.5"}, {1e22, "10000000000000000000000"}, {123456.789, "123456.789"},
        {0, "0"},     {-0.0, "0"},
    };
    for (const auto& c : cases) {
        CHECK(numeric::from_double(c.value).to_string() == c.text);
        CHECK(numeric(std::string_view(c.text)).to_double() == c.value);
    }
    for (const double value :
         {5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1.0 / 3, 0x1.fffffffffffffp-1022})
        CHECK(numeric::from_double(value).to_double() == value);
    CHECK(numeric::from_double(std::numeric_limits<double>::quiet_NaN()).is_nan());
    CHECK(numeric::from_double(-std::numeric_limits<double>::infinity()) == numeric("-Infinity"));
    CHECK(std::isnan(numeric("NaN").to_double()));
    CHECK(numeric("Infinity").to_double() == std::numeric_limits<double>::infinity());
    CHECK(numeric("-Infinity").to_double() == -std::numeric_limits<double>::infinity());
}

TEST_CASE("numeric: the nearest double is correctly rounded") {
    // 2^53 + 1 lies halfway between two doubles, and the even one is taken; the least bit behind it turns the balance.
    CHECK(numeric("9007199254740993").to_double() == 9007199254740992.0);
    CHECK(numeric("9007199254740993." + std::string(1000, '0') + "1").to_double() == 9007199254740994.0);
    CHECK(numeric("9007199254740992." + std::string(1000, '9')).to_double() == 9007199254740992.0);
    CHECK(numeric("1e-400").to_double() == 0.0);
    CHECK(std::signbit(numeric("-1e-400").to_double()));
    // Halfway from the largest double, 1.7976931348623157081…e308, to 2^1024 lies 1.7976931348623158079…e308.
    CHECK(numeric("17976931348623158e292").to_double() == 1.7976931348623157e308);
    CHECK(message_of([] { numeric("17976931348623159e292").to_double(); }) ==
          "179769313486231590000000000000000000000000000000000000000000… does not fit into a double");
    CHECK_THROWS_AS(numeric("-1e400").to_double(), matview::value_error);
    CHECK_THROWS_AS(numeric("1e131071").to_double(), matview::value_error);
}

TEST_CASE("numeric: order") {
    // SELECT x FROM unnest(ARRAY[…]::numeric[]) x ORDER BY x: each line is one place
    const std::vector<std::vector<const char*>> places = {
        {"-Infinity"},
        {"-1e131071"},
        {"-10000.5", "-10000.50"},
        {"-10000"},
        {"-9999.9999"},
        {"-1"},
        {"-0.00011"},
        {"-0.0001"},
        {"-1e-16383"},
        {"0", "-0", "0.000"},
        {"1e-16383"},
        {"0.0001", "0.00010"},
        {"0.00011"},
        {"0.5"},
        {"1", "1.0", "1.00", "1e0"},
        {"9999.9999"},
        {"10000"},
        {"10000.0001"},
        {"99999"},
        {"100000000"},
        {"1e131071"},
        {"Infinity"},
        {"NaN", "nan"},
    };
    for (std::size_t i = 0; i < places.size(); ++i)
        for (std::size_t j = 0; j < places.size(); ++j)
            for (const char* left : places[i])
                for (const char* right : places[j]) {
                    CAPTURE(left);
                    CAPTURE(right);
                    const numeric a(std::string_view{left});
                    const numeric b(std::string_view{right});
                    CHECK((a <=> b) == (i <=> j));
                    CHECK((a == b) == (i == j));
                }
    CHECK(numeric("2.50") > 2);
    CHECK(3 > numeric("2.50"));
    CHECK(3U == numeric("3.000"));
}

TEST_CASE("numeric: what it is") {
    CHECK(numeric().is_finite());
    CHECK(numeric("-Infinity").is_infinite());
    CHECK_FALSE(numeric("-Infinity").is_finite());
    CHECK(numeric("NaN").is_nan());
    CHECK_FALSE(numeric("NaN").is_infinite());
    CHECK_FALSE(numeric("NaN").is_finite());
}
