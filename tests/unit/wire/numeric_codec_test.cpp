// numeric as bytes.
#include <random>

#include <doctest/doctest.h>

#include <matview/wire/numeric.hpp>

#include "support.hpp"

using namespace wire_test;
using matview::numeric;
namespace pg = matview::pg;

namespace {

// SELECT numeric_send(x::numeric), four fields of two bytes, which are count, weight, sign and scale, then the digits
struct {
    const char* text;
    const char* bytes;
} const known[] = {
    {"0", "0000000000000000"},
    {"0.00", "0000000000000002"},
    {"1", "00010000000000000001"},
    {"-1", "00010000400000000001"},
    {"12.340", "0002000000000003000c0d48"},
    {"-0.5", "0001ffff400000011388"},
    {"0.0000001", "0001fffe00000007000a"},
    {"0.0123", "0001ffff00000004007b"},
    {"0.00012", "0002ffff00000005000107d0"},
    {"10000", "00010001000000000001"},
    {"99990000", "0001000100000000270f"},
    {"100000000", "00010002000000000001"},
    {"1000.0", "000100000000000103e8"},
    {"1234.5678", "000200000000000404d2162e"},
    {"-12345.678", "0003000140000003000109291a7c"},
    {"123456789.000100", "0004000200000006000109291a850001"},
    {"3.14159265358979323846", "00060000000000140003058724310e051efc0f06"},
    {"12345678901234567890.12345", "000700040000000504d2162e23340d801ed204d21388"},
    {"18446744073709551616", "000500040000000007341a5802e103bb0650"},
    {"1.6666666666666667",
     "000500000000001000011a0a1a0a1a0a1a0b"},  // SELECT numeric_send(avg(x)) FROM unnest(ARRAY[1, 2, 2]) x
    {"9223372036854775808", "0005000400000000039a0d2c0170156516b0"},  // sum(int8) of the largest one and 1
    {"NaN", "00000000c0000000"},
};

}  // namespace

TEST_CASE("numeric: known bytes, both ways") {
    for (const auto& c : known) {
        CAPTURE(c.text);
        CHECK(encode(numeric(std::string_view(c.text)), pg::numeric) == c.bytes);
        const auto value = decode<numeric>(pg::numeric, c.bytes);
        CHECK(value.to_string() == c.text);
        CHECK(value == numeric(std::string_view(c.text)));
    }
    CHECK(encode(numeric("1e131071"), pg::numeric) == "00017fff0000000003e8");
    CHECK(encode(numeric("1e-16383"), pg::numeric) == "0001f00000003fff000a");
    CHECK(decode<numeric>(pg::numeric, "00017fff0000000003e8") == numeric("1e131071"));
    CHECK(decode<numeric>(pg::numeric, "0001f00000003fff000a") == numeric("1e-16383"));
}

TEST_CASE("numeric: infinity") {
    // SELECT numeric_send('Infinity'), numeric_send('-Infinity'): the server's scale is 32, and means nothing
    CHECK(decode<numeric>(pg::numeric, "00000000d0000020").to_string() == "Infinity");
    CHECK(decode<numeric>(pg::numeric, "00000000f0000020").to_string() == "-Infinity");
    CHECK(encode(numeric("Infinity"), pg::numeric) == "00000000d0000000");
    CHECK(encode(numeric("-Infinity"), pg::numeric) == "00000000f0000000");
}

TEST_CASE("numeric: bytes that say the same in more digits") {
    for (const char* bytes :
         {"0002000100000001000003e8", "000300000000000103e800000000", "0003000100000001000003e80000"}) {
        const auto value = decode<numeric>(pg::numeric, bytes);
        CHECK(value.to_string() == "1000.0");
        CHECK(value == 1000);
        CHECK(encode(value, pg::numeric) == "000100000000000103e8");
    }
    CHECK(decode<numeric>(pg::numeric, "00010005400000020000").to_string() == "0.00");
    CHECK(decode<numeric>(pg::numeric, "00010005400000020000") == 0);
    CHECK(encode(decode<numeric>(pg::numeric, "00010005400000020000"), pg::numeric) == "0000000000000002");
}

TEST_CASE("numeric: malformed bytes") {
    struct {
        const char* bytes;
        const char* message;
    } const cases[] = {
        {"", "malformed numeric: 0 bytes where at least 8 belong"},
        {"00010000000000", "malformed numeric: 7 bytes where at least 8 belong"},
        {"0001000000000000", "malformed numeric: 8 bytes where 1 digits need 10"},
        {"000100000000000000010002", "malformed numeric: 12 bytes where 1 digits need 10"},
        {"ffff0000000000000001", "malformed numeric: 10 bytes where 65535 digits need 131078"},
        {"00010000000000002710", "malformed numeric: digit 10000"},
        {"0001000000000000ffff", "malformed numeric: digit 65535"},
        {"00010000000100000001", "malformed numeric: sign 0x0001"},
        {"00010000800000000001", "malformed numeric: sign 0x8000"},
        {"00010000000040000001", "malformed numeric: scale 16384"},
        {"000000000000ffff", "malformed numeric: scale 65535"},
        {"00010000c00000000001", "malformed numeric: digits of no number"},
        {"00010000d00000000001", "malformed numeric: digits of no number"},
        {"000200000000000000010001", "malformed numeric: digits behind its scale of 0"},
        {"000200000000000300010001", "malformed numeric: digits behind its scale of 3"},
        {"0001fffe000000000001", "malformed numeric: digits behind its scale of 0"},
        {"0001800000003fff0001", "malformed numeric: digits behind its scale of 16383"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.bytes);
        CHECK(message_of([&] { decode<numeric>(pg::numeric, c.bytes); }) == c.message);
    }
}

TEST_CASE("numeric: cells of every length") {
    for (const auto& c : known) {
        CAPTURE(c.text);
        CHECK(lengths_read<numeric>(pg::numeric, c.bytes) ==
              std::vector<std::size_t>{std::string_view(c.bytes).size() / 2});
    }
    CHECK(lengths_read<numeric>(pg::int2, "0102") == std::vector<std::size_t>{2});
    CHECK(lengths_read<numeric>(pg::int4, "01020304") == std::vector<std::size_t>{4});
    CHECK(lengths_read<numeric>(pg::int8, "0102030405060708") == std::vector<std::size_t>{8});
}

TEST_CASE("numeric: a malformed cell leaves the field as it was") {
    numeric field = 5;
    CHECK_THROWS_AS(decode_cell(pg::numeric, exact_cell(from_hex("000200000000000000012710")), field),
                    matview::value_error);
    CHECK(field == 5);
}

TEST_CASE("numeric: what is read") {
    CHECK(types_read<numeric>() == std::set<matview::oid>{pg::int2, pg::int4, pg::int8, pg::xid8, pg::numeric});
    CHECK(decode<numeric>(pg::int2, "8000") == -32768);
    CHECK(decode<numeric>(pg::int4, "7fffffff") == 2147483647);
    CHECK(decode<numeric>(pg::int8, "8000000000000000").to_string() == "-9223372036854775808");
}

TEST_CASE("numeric: written as other types") {
    struct {
        const char* value;
        matview::oid type;
        const char* bytes;
    } const cases[] = {
        {"32767.00", pg::int2, "7fff"},
        {"32768", pg::int2, "not held"},
        {"0.5", pg::int2, "not held"},
        {"-2147483648", pg::int4, "80000000"},
        {"2147483648", pg::int4, "not held"},
        {"-9223372036854775808", pg::int8, "8000000000000000"},
        {"9223372036854775808", pg::int8, "not held"},
        {"NaN", pg::int8, "not held"},
        {"-Infinity", pg::int8, "not held"},
        {"-1.50", pg::text, "2d312e3530"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.value);
        CHECK(encode(numeric(std::string_view(c.value)), c.type) == c.bytes);
    }
    CHECK(encode(numeric("1e62"), pg::name).size() == 126);
    CHECK(encode(numeric("1e63"), pg::name) == "not held");
    CHECK(types_written(numeric(1)) == std::set<matview::oid>{pg::int2, pg::int4, pg::int8, pg::xid8, pg::numeric,
                                                              pg::text, pg::varchar, pg::bpchar, pg::name,
                                                              pg::unknown});
}

TEST_CASE("numeric: compared with an integer column, both become numeric") {
    const auto declare = matview::codec<numeric>::ops().declare;
    for (const matview::oid type : {pg::int2, pg::int4, pg::int8}) CHECK(declare(type) == pg::numeric);
    for (const matview::oid type : {pg::numeric, pg::float8, pg::text}) CHECK(declare(type) == 0);
}

TEST_CASE("numeric: 10,000 random ones come back with every digit") {
    std::mt19937 random(20240229);
    const auto below = [&](std::size_t end) { return static_cast<std::size_t>(random()) % end; };
    for (int i = 0; i < 10'000; ++i) {
        // Many zeros, so that whole digits of base 10000 vanish at either end.
        const std::size_t before = 1 + below(30);
        const std::size_t behind = below(30);
        const bool zeros = below(2) == 0;
        std::string text;
        for (std::size_t k = 0; k < before + behind; ++k) {
            if (k == before) text.push_back('.');
            text.push_back(zeros && below(4) != 0 ? '0' : static_cast<char>('0' + below(10)));
        }
        text.erase(
            0, std::min(text.find_first_not_of('0'), text.find('.') == text.npos ? text.size() - 1 : text.find('.')));
        if (text.front() == '.') text.insert(0, "0");
        if (below(2) == 0 && text.find_first_of("123456789") != text.npos) text.insert(0, "-");

        const numeric value(text);
        const auto again = decode<numeric>(pg::numeric, encode(value, pg::numeric));
        if (again.to_string() != text || again != value) FAIL(text, " became ", again.to_string());
    }
}
