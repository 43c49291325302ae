#include <limits>

#include <doctest/doctest.h>

#include "support.hpp"

using namespace wire_test;

TEST_CASE("bytes: integers are written and read in network byte order") {
    matview::byte_writer out;
    out.integer(std::int16_t{-2});
    out.integer(std::uint32_t{0x12345678});
    out.integer(std::numeric_limits<std::int64_t>::min());
    CHECK(to_hex(out.bytes()) == "fffe123456788000000000000000");

    const exact_cell bytes(out.bytes());
    const matview::cell value = bytes;
    CHECK(matview::read_integer<std::int16_t>(value.data) == -2);
    CHECK(matview::read_integer<std::uint32_t>(value.data + 2) == 0x12345678);
    CHECK(matview::read_integer<std::int64_t>(value.data + 6) == std::numeric_limits<std::int64_t>::min());
}

TEST_CASE("bytes: a length is written once it is known") {
    matview::byte_writer out;
    out.integer(std::int32_t{0});
    out.raw(std::string_view("abc"));
    out.patch_int32(0, 3);
    CHECK(to_hex(out.bytes()) == "00000003616263");
    out.truncate(4);
    CHECK(to_hex(out.bytes()) == "00000003");
}

TEST_CASE("bytes: NULL and the empty value differ") {
    CHECK(matview::cell{}.is_null());
    CHECK(matview::cell{}.text().empty());
    CHECK(matview::cell{}.bytes().empty());
    CHECK_FALSE(matview::cell{"", 0}.is_null());
}
