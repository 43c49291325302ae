#include <doctest/doctest.h>

#include <matview/wire/scalars.hpp>

#include "support.hpp"

using namespace wire_test;
using namespace matview;

using bytes = std::vector<std::byte>;

TEST_CASE("bool") {
    // SELECT boolsend(true), boolsend(false)
    CHECK(decode<bool>(pg::bool_, "01") == true);
    CHECK(decode<bool>(pg::bool_, "00") == false);
    CHECK(encode(true, pg::bool_) == "01");
    CHECK(encode(false, pg::bool_) == "00");
    CHECK(from_hex(encode(true, pg::text)) == "true");
    CHECK(from_hex(encode(false, pg::varchar)) == "false");
    CHECK(print(true) == "true");
    CHECK(print(false) == "false");
    CHECK(types_read<bool>() == std::set<oid>{pg::bool_});
    CHECK(types_written(true) == std::set<oid>{pg::bool_, pg::text, pg::varchar, pg::bpchar, pg::name, pg::unknown});
    CHECK(lengths_read<bool>(pg::bool_, "01") == std::vector<std::size_t>{1});
}

TEST_CASE("string: read from text types, enums and citext, at every length") {
    std::set<oid> read{pg::text, pg::varchar, pg::bpchar, pg::name, pg::xml, 100001, 100002};
    CHECK(types_read<std::string>().size() == read.size() + 1);
    CHECK(types_read<std::string>().contains(pg::tsvector));
    for (const oid type : read) {
        CAPTURE(type);
        CHECK(lengths_read<std::string>(type, "4772c3bc") == std::vector<std::size_t>{0, 1, 2, 3, 4, 5});
    }
    CHECK(decode<std::string>(pg::text, "4772c3bcc39f65") == "Grüße");  // SELECT textsend('Grüße')
    CHECK(decode<std::string>(pg::bpchar, "6162202020") == "ab   ");    // SELECT bpcharsend('ab'::char(5))
    CHECK(decode<std::string>(pg::text, "") == "");
}

TEST_CASE("string: storage is used again") {
    std::string field(200, 'x');
    const char* storage = field.data();
    decode_cell(pg::text, exact_cell("short"), field);
    CHECK(field == "short");
    CHECK(field.data() == storage);

    std::optional<std::string> optional = std::string(200, 'x');
    storage = optional->data();
    decode_cell(pg::text, exact_cell("short"), optional);
    CHECK(optional == "short");
    CHECK(optional->data() == storage);
}

TEST_CASE("string: written as every type of text") {
    const std::string text = "Grüße";
    CHECK(types_written(text) == std::set<oid>{pg::text, pg::varchar, pg::bpchar, pg::name, pg::unknown, pg::xml,
                                               pg::tsvector, 100001, 100002, 100003, 100005});
    for (const oid type : types_written(text)) {
        CAPTURE(type);
        if (type != pg::tsvector) CHECK(encode(text, type) == "4772c3bcc39f65");
    }
    // One lexeme, of no position: SELECT encode(tsvectorsend('Grüße'), 'hex')
    CHECK(encode(text, pg::tsvector) ==
          "00000001"
          "4772c3bcc39f65"
          "00"
          "0000");
}

TEST_CASE("string: a name has at most 63 bytes") {
    CHECK(encode(std::string(63, 'n'), pg::name).size() == 126);
    CHECK(encode(std::string(64, 'n'), pg::name) == "not held");
    CHECK(encode(std::string(64, 'n'), pg::text).size() == 128);
}

TEST_CASE("string: what PostgreSQL's text cannot hold is an error") {
    CHECK(message_of<invalid_text>([] { encode(std::string("ab\0c", 4), pg::text); }) ==
          "text with a NUL character at byte 2");
    CHECK(message_of<invalid_text>([] { encode(std::string("caf\xe9"), pg::varchar); }) ==
          "text that is not UTF-8: 0xe9 at byte 3");
    CHECK(encode(std::string("caf\xe9"), pg::int4) == "mismatch");
}

TEST_CASE("string: print") {
    CHECK(print(std::string("O'Neill's")) == "'O''Neill''s'");
    CHECK(print(std::string()) == "''");
}

TEST_CASE("bytea") {
    const bytes value{std::byte{0x00}, std::byte{0xff}, std::byte{0x27}};
    CHECK(decode<bytes>(pg::bytea, "00ff27") == value);  // SELECT byteasend('\x00ff27')
    CHECK(encode(value, pg::bytea) == "00ff27");
    CHECK(encode(bytes{}, pg::bytea) == "");
    CHECK(print(value) == "'\\x00ff27'");
    CHECK(types_read<bytes>() == std::set<oid>{pg::bytea});
    CHECK(types_written(value) == std::set<oid>{pg::bytea});
    CHECK(lengths_read<bytes>(pg::bytea, "00ff27") == std::vector<std::size_t>{0, 1, 2, 3, 4});
}
