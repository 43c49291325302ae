#include <doctest/doctest.h>

#include <matview/wire/scalars.hpp>

#include "support.hpp"

using namespace wire_test;
using namespace matview;

namespace {

enum class mood { sad, happy };
enum class grade { a };
struct unknown_to_us {};

}  // namespace

template <> struct matview::codec<mood> {
    static constexpr pg_type type{"mood", "public"};
    static mood decode(std::span<const std::byte> bytes, const type_registry&) {
        if (bytes.empty()) throw value_error("no mood");
        return bytes.size() == 3 ? mood::sad : mood::happy;
    }
    static void encode(const mood& value, byte_writer& out, const type_registry&) {
        out.raw(std::string_view(value == mood::sad ? "sad" : "happy"));
    }
};
template <> struct matview::codec<grade> {
    static constexpr pg_type type{"no_such_type"};
    static grade decode(std::span<const std::byte>, const type_registry&) { return grade::a; }
    static void encode(const grade&, byte_writer&, const type_registry&) {}
};

TEST_CASE("codec: which types have one") {
    CHECK(detail::has_codec<int>);
    CHECK(detail::has_codec<mood>);
    CHECK_FALSE(detail::builtin_codec<mood>);
    CHECK_FALSE(detail::has_codec<unknown_to_us>);
    CHECK_FALSE(detail::has_codec<unsigned>);
    CHECK_FALSE(detail::has_codec<unsigned long>);
    CHECK_FALSE(detail::has_codec<char8_t>);
    CHECK_FALSE(detail::has_codec<unsigned char>);
    CHECK_FALSE(detail::has_codec<long double>);
}

TEST_CASE("codec: NULL") {
    int plain = 5;
    CHECK(message_of<mapping_error>([&] { decode_cell(pg::int4, cell{}, plain); }) ==
          "a NULL for a plain field\n  - NULL where the field cannot hold it\n"
          "    mend: make the field std::optional, or leave such rows out");
    CHECK(plain == 5);

    std::optional<int> optional = 5;
    decode_cell(pg::int4, cell{}, optional);
    CHECK_FALSE(optional.has_value());
    decode_cell(pg::int4, exact_cell(from_hex("00000007")), optional);
    CHECK(optional == 7);
}

TEST_CASE("codec: a cell of the wrong size is named") {
    CHECK(message_of([] { decode<int>(pg::int4, "000001"); }) == "malformed integer: 3 bytes where 4 belong");
    CHECK(message_of([] { decode<double>(pg::int2, ""); }) == "malformed smallint: 0 bytes where 2 belong");
}

TEST_CASE("codec: types are resolved by OID or by name") {
    CHECK(detail::resolve(pg_type(pg::int8), builtin_types()) == pg::int8);
    CHECK(detail::resolve(pg_type("bigint"), builtin_types()) == pg::int8);
    CHECK(detail::resolve(pg_type("mood", "public"), all_types) == 100001);
    CHECK(detail::resolve(pg_type("mood", "public"), builtin_types()) == 0);
}

TEST_CASE("codec: a user's own") {
    const auto& ops = detail::ops_of<mood>();
    CHECK(ops.cpp_name == "mood");
    CHECK(!ops.decoder(pg::text, false, all_types));
    CHECK(!ops.decoder(100001, false, builtin_types()));
    const detail::decode_step step{.types = &all_types, .type = 100001};

    mood plain = mood::sad;
    ops.decoder(100001, false, all_types)(exact_cell("happy"), &plain, step);
    CHECK(plain == mood::happy);
    CHECK_THROWS_AS(ops.decoder(100001, false, all_types)(cell{}, &plain, step), mapping_error);
    CHECK(message_of([&] { ops.decoder(100001, false, all_types)(exact_cell(""), &plain, step); }) == "no mood");

    std::optional<mood> optional;
    ops.decoder(100001, true, all_types)(exact_cell("sad"), &optional, step);
    CHECK(optional == mood::sad);
    ops.decoder(100001, true, all_types)(cell{}, &optional, step);
    CHECK_FALSE(optional.has_value());

    byte_writer out;
    CHECK(ops.encode(&plain, 100001, out, all_types) == detail::encoded::done);
    CHECK(out.bytes() == "happy");
    CHECK(ops.encode(&plain, pg::text, out, all_types) == detail::encoded::mismatch);
    std::string text;
    ops.print(&plain, text);
    CHECK(text == "<mood>");
}

TEST_CASE("codec: a user's own for a type that the database lacks is never chosen") {
    for (const oid type : known_types()) {
        CAPTURE(type);
        CHECK(!detail::ops_of<grade>().decoder(type, false, all_types));
    }
}
