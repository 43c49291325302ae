#include <algorithm>
#include <functional>
#include <vector>

#include <doctest/doctest.h>

#include <matview/wire/uuid.hpp>

#include "support.hpp"

using namespace wire_test;
using matview::uuid;
namespace pg = matview::pg;

TEST_CASE("uuid: known bytes, both ways") {
    // SELECT uuid_send('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')
    const uuid value("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
    CHECK(encode(value, pg::uuid) == "a0eebc999c0b4ef8bb6d6bb9bd380a11");
    CHECK(decode<uuid>(pg::uuid, "a0eebc999c0b4ef8bb6d6bb9bd380a11") == value);
    CHECK(value.bytes()[1] == std::byte{0xee});
}

TEST_CASE("uuid: text") {
    for (const char* text : {"00112233-4455-6677-8899-aabbccddeeff", "00112233-4455-6677-8899-AABBCCDDEEFF",
                             "00112233445566778899aAbBcCdDeEfF"})
        CHECK(uuid(text).to_string() == "00112233-4455-6677-8899-aabbccddeeff");
    CHECK(uuid().to_string() == "00000000-0000-0000-0000-000000000000");
    CHECK(print(uuid("00112233445566778899aabbccddeeff")) == "00112233-4455-6677-8899-aabbccddeeff");
}

TEST_CASE("uuid: text that is none is quoted") {
    for (const char* text : {"", "00112233", "00112233-4455-6677-8899-aabbccddeef",
                             "00112233-4455-6677-8899-aabbccddeefff", "00112233-4455-6677-8899-aabbccddeefg",
                             "00112233-4455-6677-8899-aabbccddeefG", "0011223-34455-6677-8899-aabbccddeeff",
                             "00112233x4455-6677-8899-aabbccddeeff", "{0112233-4455-6677-8899-aabbccddeef}",
                             "0011223344556677-8899-aabbccddeeff", " 0112233445566778899aabbccddeef "}) {
        CHECK(message_of([&] { uuid{text}; }) == std::string("not a uuid: \"") + text + "\"");
    }
    CHECK(message_of([] { uuid{std::string(100, 'z')}; }) == "not a uuid: \"" + std::string(60, 'z') + "…\"");
    CHECK(message_of([] { uuid{std::string_view("a\0\xff", 3)}; }) == "not a uuid: \"a\\x00\\xff\"");
}

TEST_CASE("uuid: ordered by its bytes, as unsigned numbers") {
    const uuid low("7f000000-0000-0000-0000-000000000001");
    const uuid high("80000000-0000-0000-0000-000000000000");
    CHECK(low < high);
    CHECK(uuid() < low);
    CHECK(low == uuid("7F000000000000000000000000000001"));
    CHECK(low != high);
}

TEST_CASE("uuid: hashes tell values apart") {
    std::vector<std::size_t> hashes;
    uuid::byte_array bytes{};
    for (int position = 0; position < 16; ++position)
        for (int bit = 0; bit < 8; ++bit) {
            bytes[static_cast<std::size_t>(position)] = static_cast<std::byte>(1U << bit);
            hashes.push_back(std::hash<uuid>()(uuid(bytes)));
            bytes[static_cast<std::size_t>(position)] = std::byte{0};
        }
    std::sort(hashes.begin(), hashes.end());
    CHECK(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
    CHECK(std::hash<uuid>()(uuid("AB000000000000000000000000000001")) ==
          std::hash<uuid>()(uuid("ab000000-0000-0000-0000-000000000001")));
}

TEST_CASE("uuid: only uuid, at its length") {
    CHECK(types_read<uuid>() == std::set<matview::oid>{pg::uuid});
    CHECK(types_written(uuid()) == std::set<matview::oid>{pg::uuid});
    CHECK(lengths_read<uuid>(pg::uuid, "a0eebc999c0b4ef8bb6d6bb9bd380a11") == std::vector<std::size_t>{16});
}
