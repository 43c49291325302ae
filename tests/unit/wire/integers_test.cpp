#include <limits>

#include <doctest/doctest.h>

#include <matview/wire/scalars.hpp>

#include "support.hpp"

using namespace wire_test;
using namespace matview;

namespace {

template <class Int> void check_round_trip(oid type) {
    using limits = std::numeric_limits<Int>;
    for (const Int value : {Int{0}, Int{1}, Int{-1}, limits::max(), limits::min()}) {
        CAPTURE(value);
        CHECK(decode<Int>(type, encode(value, type)) == value);
    }
}

}  // namespace

TEST_CASE("integers: known bytes") {
    // SELECT int2send(-2::int2), int4send(305419896), int8send(-72057594037927937), int8send(1311768467463790320)
    CHECK(decode<short>(pg::int2, "fffe") == -2);
    CHECK(decode<int>(pg::int4, "12345678") == 305419896);
    CHECK(decode<long>(pg::int8, "feffffffffffffff") == -72057594037927937);
    CHECK(decode<long long>(pg::int8, "123456789abcdef0") == 1311768467463790320);
    CHECK(encode<short>(-2, pg::int2) == "fffe");
    CHECK(encode<int>(305419896, pg::int4) == "12345678");
    CHECK(encode<long>(-72057594037927937, pg::int8) == "feffffffffffffff");
    CHECK(encode<long long>(1311768467463790320, pg::int8) == "123456789abcdef0");
}

TEST_CASE("integers: extremes make the round trip") {
    check_round_trip<short>(pg::int2);
    check_round_trip<int>(pg::int4);
    check_round_trip<long>(pg::int8);
    check_round_trip<long long>(pg::int8);
}

TEST_CASE("integers: widening keeps the sign") {
    CHECK(decode<int>(pg::int2, "8000") == -32768);
    CHECK(decode<long>(pg::int2, "ffff") == -1);
    CHECK(decode<long>(pg::int4, "80000000") == -2147483648LL);
    CHECK(decode<long long>(pg::int4, "7fffffff") == 2147483647);
}

TEST_CASE("integers: narrowing is refused") {
    CHECK(types_read<short>() == std::set<oid>{pg::int2});
    CHECK(types_read<int>() == std::set<oid>{pg::int2, pg::int4});
    const std::set<oid> wide{pg::int2, pg::int4, pg::int8, pg::oid_, pg::xid, pg::cid};
    CHECK(types_read<long>() == wide);
    CHECK(types_read<long long>() == wide);
}

TEST_CASE("integers: cells of every length") {
    CHECK(lengths_read<short>(pg::int2, "0102") == std::vector<std::size_t>{2});
    CHECK(lengths_read<int>(pg::int2, "0102") == std::vector<std::size_t>{2});
    CHECK(lengths_read<int>(pg::int4, "01020304") == std::vector<std::size_t>{4});
    CHECK(lengths_read<long>(pg::int2, "0102") == std::vector<std::size_t>{2});
    CHECK(lengths_read<long>(pg::int4, "01020304") == std::vector<std::size_t>{4});
    CHECK(lengths_read<long>(pg::int8, "0102030405060708") == std::vector<std::size_t>{8});
    CHECK(lengths_read<long long>(pg::int2, "0102") == std::vector<std::size_t>{2});
    CHECK(lengths_read<long long>(pg::int4, "01020304") == std::vector<std::size_t>{4});
    CHECK(lengths_read<long long>(pg::int8, "0102030405060708") == std::vector<std::size_t>{8});
}

TEST_CASE("integers: written as other types, where these can hold them") {
    struct {
        long long value;
        oid type;
        const char* bytes;
    } const cases[] = {
        {32767, pg::int2, "7fff"},
        {32768, pg::int2, "not held"},
        {-32768, pg::int2, "8000"},
        {-32769, pg::int2, "not held"},
        {2147483647, pg::int4, "7fffffff"},
        {2147483648, pg::int4, "not held"},
        {-2147483648LL, pg::int4, "80000000"},
        {-2147483649LL, pg::int4, "not held"},
        {4294967295, pg::oid_, "ffffffff"},
        {4294967296, pg::oid_, "not held"},
        {-1, pg::oid_, "not held"},
        // float4send, float8send: 2^24 and 2^53 are followed by an integer that is no float
        {16777216, pg::float4, "4b800000"},
        {16777217, pg::float4, "not held"},
        {16777218, pg::float4, "4b800001"},
        {9007199254740992, pg::float8, "4340000000000000"},
        {9007199254740993, pg::float8, "not held"},
        {std::numeric_limits<long long>::max(), pg::float8, "not held"},
        {std::numeric_limits<long long>::max(), pg::float4, "not held"},
        {std::numeric_limits<long long>::min(), pg::float8, "c3e0000000000000"},
        {-1, pg::float8, "bff0000000000000"},
        // numeric_send
        {10000, pg::numeric, "00010001000000000001"},
        {std::numeric_limits<long long>::max(), pg::numeric, "0005000400000000039a0d2c0170156516af"},
        {std::numeric_limits<long long>::min(), pg::numeric, "0005000440000000039a0d2c0170156516b0"},
        {-120, pg::text, "2d313230"},
        {-120, pg::name, "2d313230"},
        {-120, pg::unknown, "2d313230"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.value);
        CAPTURE(c.type);
        CHECK(encode(c.value, c.type) == c.bytes);
    }
}

TEST_CASE("integers: types that are never written from them") {
    const std::set<oid> written{pg::int2, pg::int4,    pg::int8,   pg::oid_,   pg::xid,
                                pg::cid,  pg::xid8,    pg::float4, pg::float8, pg::numeric,
                                pg::text, pg::varchar, pg::bpchar, pg::name,   pg::unknown};
    CHECK(types_written<short>(1) == written);
    CHECK(types_written<int>(1) == written);
    CHECK(types_written<long>(1) == written);
    CHECK(types_written<long long>(1) == written);
}

TEST_CASE("integers: names and print") {
    CHECK(codec<short>::ops().cpp_name == "std::int16_t");
    CHECK(codec<int>::ops().natural.id == pg::int4);
    CHECK(codec<long long>::ops().natural.id == pg::int8);
    CHECK(!codec<long>::ops().declare);
    CHECK(print<short>(-32768) == "-32768");
    CHECK(print(std::numeric_limits<long>::min()) == "-9223372036854775808");
}
