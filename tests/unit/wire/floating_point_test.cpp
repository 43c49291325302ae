#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include <matview/wire/scalars.hpp>

#include "support.hpp"

using namespace wire_test;
using namespace matview;

namespace {
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr float largest_float = std::numeric_limits<float>::max();
}  // namespace

TEST_CASE("double: known bytes, both ways") {
    // SELECT float8send(x) FROM unnest(ARRAY[…]::float8[]) x
    struct {
        double value;
        const char* bytes;
    } const cases[] = {
        {0, "0000000000000000"},        {1.5, "3ff8000000000000"},
        {-0.1, "bfb999999999999a"},     {1e22, "4480f0cf064dd592"},
        {infinity, "7ff0000000000000"}, {-infinity, "fff0000000000000"},
        {5e-324, "0000000000000001"},   {1.7976931348623157e308, "7fefffffffffffff"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.value);
        CHECK(encode(c.value, pg::float8) == c.bytes);
        CHECK(decode<double>(pg::float8, c.bytes) == c.value);
    }
    CHECK(encode(not_a_number, pg::float8) == "7ff8000000000000");
    CHECK(std::isnan(decode<double>(pg::float8, "7ff8000000000000")));
    CHECK(std::signbit(decode<double>(pg::float8, encode(-0.0, pg::float8))));
}

TEST_CASE("float: known bytes, both ways") {
    // SELECT float4send(x) FROM unnest(ARRAY[…]::float4[]) x
    struct {
        float value;
        const char* bytes;
    } const cases[] = {
        {0, "00000000"},      {1.5F, "3fc00000"},          {-0.1F, "bdcccccd"},
        {1e-45F, "00000001"}, {largest_float, "7f7fffff"}, {static_cast<float>(-infinity), "ff800000"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.value);
        CHECK(encode(c.value, pg::float4) == c.bytes);
        CHECK(decode<float>(pg::float4, c.bytes) == c.value);
    }
}

TEST_CASE("floating point: what is read") {
    CHECK(types_read<float>() == std::set<oid>{pg::int2, pg::float4});
    CHECK(types_read<double>() == std::set<oid>{pg::int2, pg::int4, pg::float4, pg::float8});
    CHECK(decode<double>(pg::float4, "bdcccccd") == static_cast<double>(-0.1F));
    CHECK(decode<double>(pg::int4, "80000000") == -2147483648.0);
    CHECK(decode<double>(pg::int2, "ffff") == -1.0);
    CHECK(decode<float>(pg::int2, "7fff") == 32767.0F);
}

TEST_CASE("floating point: cells of every length") {
    CHECK(lengths_read<double>(pg::float8, "3ff8000000000000") == std::vector<std::size_t>{8});
    CHECK(lengths_read<double>(pg::float4, "3fc00000") == std::vector<std::size_t>{4});
    CHECK(lengths_read<double>(pg::int4, "01020304") == std::vector<std::size_t>{4});
    CHECK(lengths_read<double>(pg::int2, "0102") == std::vector<std::size_t>{2});
    CHECK(lengths_read<float>(pg::float4, "3fc00000") == std::vector<std::size_t>{4});
    CHECK(lengths_read<float>(pg::int2, "0102") == std::vector<std::size_t>{2});
}

TEST_CASE("double: written as other types") {
    struct {
        double value;
        oid type;
        const char* bytes;
    } const cases[] = {
        {-0.1, pg::float4, "bdcccccd"},
        {1e-50, pg::float4, "00000000"},
        {static_cast<double>(largest_float), pg::float4, "7f7fffff"},
        {0x1.fffffefffffffp127, pg::float4, "7f7fffff"},  // just below halfway to 2^128
        {0x1.ffffffp127, pg::float4, "not held"},
        {-1e300, pg::float4, "not held"},
        {-infinity, pg::float4, "ff800000"},
        {not_a_number, pg::float4, "7fc00000"},
        {7, pg::int2, "0007"},
        {-0.0, pg::int2, "0000"},
        {7.5, pg::int2, "not held"},
        {32768, pg::int2, "not held"},
        {-2147483648.0, pg::int4, "80000000"},
        {2147483648.0, pg::int4, "not held"},
        {-0x1p63, pg::int8, "8000000000000000"},
        {0x1p63, pg::int8, "not held"},
        {infinity, pg::int8, "not held"},
        {not_a_number, pg::int8, "not held"},
        // numeric_send('12.34'), ('NaN'), ('-Infinity') with the scale left out, ('1e22')
        {12.34, pg::numeric, "0002000000000002000c0d48"},
        {not_a_number, pg::numeric, "00000000c0000000"},
        {-infinity, pg::numeric, "00000000f0000000"},
        {1e22, pg::numeric, "00010005000000000064"},
        {0.1, pg::text, "302e31"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.value);
        CAPTURE(c.type);
        CHECK(encode(c.value, c.type) == c.bytes);
    }
}

TEST_CASE("float: written as other types") {
    CHECK(encode(0.1F, pg::float8) == "3fb99999a0000000");  // SELECT float8send(0.1::float4)
    CHECK(encode(0.1F, pg::numeric) == "0001ffff0000000103e8");
    CHECK(encode(16777216.0F, pg::int4) == "01000000");
    CHECK(encode(0.5F, pg::int4) == "not held");
    CHECK(encode(0.1F, pg::varchar) == "302e31");
}

TEST_CASE("floating point: text is the server's") {
    // SELECT x::text FROM unnest(ARRAY[…]::float8[]) x
    struct {
        double value;
        const char* text;
    } const doubles[] = {
        {100000, "100000"},
        {999999999999999, "999999999999999"},
        {1e15, "1e+15"},
        {123456789012345.6, "123456789012345.6"},
        {1234567890123456.7, "1.2345678901234568e+15"},
        {0.0001, "0.0001"},
        {0.00001, "1e-05"},
        {5e-324, "5e-324"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {-1.5, "-1.5"},
        {infinity, "Infinity"},
        {-infinity, "-Infinity"},
        {not_a_number, "NaN"},
    };
    for (const auto& c : doubles) {
        CHECK(print(c.value) == c.text);
        CHECK(from_hex(encode(c.value, pg::text)) == c.text);
    }
    // SELECT x::text FROM unnest(ARRAY[…]::float4[]) x
    struct {
        float value;
        const char* text;
    } const floats[] = {
        {999999, "999999"}, {1e6F, "1e+06"},   {16777216, "1.6777216e+07"},
        {0.1F, "0.1"},      {1e-45F, "1e-45"}, {3.4028235e38F, "3.4028235e+38"},
    };
    for (const auto& c : floats) CHECK(print(c.value) == c.text);
}

TEST_CASE("floating point: types that are never written from it") {
    const std::set<oid> written{pg::int2, pg::int4,    pg::int8,   pg::float4, pg::float8, pg::numeric,
                                pg::text, pg::varchar, pg::bpchar, pg::name,   pg::unknown};
    CHECK(types_written(1.0) == written);
    CHECK(types_written(1.0F) == written);
}

TEST_CASE("floating point: compared with an integer column, both become float8") {
    for (const auto* ops : {&codec<float>::ops(), &codec<double>::ops()}) {
        for (const oid type : {pg::int2, pg::int4, pg::int8}) CHECK(ops->declare(type) == pg::float8);
        for (const oid type : {pg::float4, pg::float8, pg::numeric, pg::text}) CHECK(ops->declare(type) == 0);
    }
}
