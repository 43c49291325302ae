#include <doctest/doctest.h>

#include <matview/wire/builtin.hpp>

#include "support.hpp"

using namespace wire_test;
using namespace matview;

namespace {

// As the server sends them: SELECT pg_catalog.array_send('{1,NULL,-2}'::int[]), and so on.
constexpr const char* three_integers =
    "00000001 00000000 00000017 00000003 00000001 00000004 00000001 00000004 00000002 00000004 fffffffe";
constexpr const char* with_null =
    "00000001 00000001 00000017 00000003 00000001 00000004 00000001 ffffffff 00000004 fffffffe";
constexpr const char* no_elements = "00000000 00000000 00000017";
constexpr const char* two_texts = "00000001 00000000 00000019 00000002 00000001 00000001 61 00000000";

std::string packed(std::string_view spaced) {
    std::string hex;
    for (const char c : spaced)
        if (c != ' ') hex += c;
    return hex;
}

using integers = std::vector<int>;
using optional_integers = std::vector<std::optional<int>>;

std::string failure(std::string_view hex) {
    return message_of([&] { decode<integers>(pg::int4_array, packed(hex)); });
}

// Of each prefix of a value's bytes, and one byte more, only the whole is read.
template <class C> void only_whole_is_read(const C& value, oid type) {
    const std::string hex = encode(value, type);
    CAPTURE(type);
    CAPTURE(hex);
    CHECK(decode<C>(type, hex) == value);
    CHECK(lengths_read<C>(type, hex) == std::vector<std::size_t>{hex.size() / 2});
}

}  // namespace

TEST_CASE("array: elements, NULLs and none are read and written as the server does") {
    CHECK(decode<integers>(pg::int4_array, packed(three_integers)) == integers{1, 2, -2});
    CHECK(decode<optional_integers>(pg::int4_array, packed(with_null)) == optional_integers{1, std::nullopt, -2});
    CHECK(decode<std::optional<integers>>(pg::int4_array, packed(no_elements)) == integers{});
    CHECK(decode<std::vector<std::string>>(pg::text_array, packed(two_texts)) == std::vector<std::string>{"a", ""});
    CHECK(decode<std::array<int, 3>>(pg::int4_array, packed(three_integers)) == std::array{1, 2, -2});
    CHECK(encode(integers{1, 2, -2}, pg::int4_array) == packed(three_integers));
    CHECK(encode(optional_integers{1, std::nullopt, -2}, pg::int4_array) == packed(with_null));
    CHECK(encode(std::vector<std::string>{"a", ""}, pg::text_array) == packed(two_texts));
    CHECK(encode(std::vector<bool>{true, false}, 1000) ==
          packed("00000001 00000000 00000010 00000002 00000001 00000001 01 00000001 00"));
}

TEST_CASE("array: elements widen, and no narrowing is read") {
    CHECK(decode<std::vector<std::int64_t>>(pg::int4_array, packed(three_integers)) ==
          std::vector<std::int64_t>{1, 2, -2});
    CHECK(decode<std::vector<numeric>>(pg::int4_array, packed(three_integers)).at(2) == numeric(-2));
    CHECK_FALSE(detail::reads(codec<integers>::ops(), pg::int8_array, false, all_types));
    CHECK_FALSE(detail::reads(codec<integers>::ops(), pg::int4, false, all_types));
    CHECK_FALSE(detail::reads(codec<std::vector<std::string>>::ops(), pg::bytea, false, all_types));
}

TEST_CASE("array: room that a row has is used again") {
    std::vector<std::string> words{"a word of more than a few letters", "another one", "a third"};
    const auto* first = words.data();
    const auto* letters = words[0].data();
    decode_cell(pg::text_array, exact_cell(from_hex(packed(two_texts))), words);
    CHECK(words == std::vector<std::string>{"a", ""});
    CHECK(words.data() == first);
    CHECK(words[0].data() == letters);
}

TEST_CASE("array: what is malformed is refused before room is made for it") {
    CHECK(failure("") == "malformed array: it ends too early");
    CHECK(failure("00000001 00000000 00000017 7fffffff 00000001") ==
          "malformed array: more elements announced than its bytes hold");
    CHECK(failure("00000001 00000000 00000017 ffffffff 00000001") ==
          "malformed array: more elements announced than its bytes hold");
    CHECK(failure("ffffffff 00000000 00000017") == "malformed array: its header");
    CHECK(failure("00000000 00000002 00000017") == "malformed array: its header");
    CHECK(failure("00000000 00000000 00000014") ==
          "malformed array: its elements are of another type than the array's");
    CHECK(failure("00000001 00000000 00000017 00000001 00000001 fffffffe") ==
          "element 1: malformed array: a negative length");
    CHECK(failure("00000001 00000000 00000017 00000001 00000001 00000004 0000") ==
          "element 1: malformed array: it ends too early");
    CHECK(failure("00000001 00000000 00000017 00000001 00000001 00000002 0000") ==
          "element 1: malformed integer: 2 bytes where 4 belong");
    CHECK(failure("00000000 00000000 00000017 00") == "malformed array: bytes behind its end");
}

TEST_CASE("array: several dimensions, other indexes, other lengths and NULLs are told apart") {
    CHECK(failure("00000002 00000000 00000017 00000001 00000001 00000001 00000001 00000004 00000001") ==
          "an array of 2 dimensions, where one is read");
    CHECK(failure("00000001 00000000 00000017 00000001 00000000 00000004 00000001") ==
          "an array whose first element has the index 0, not 1");
    CHECK(message_of([] { decode<std::array<int, 2>>(pg::int4_array, packed(three_integers)); }) ==
          "an array of 3 elements where 2 belong");
    CHECK(message_of<mapping_error>([] { decode<integers>(pg::int4_array, packed(with_null)); }) ==
          "element 2: NULL where the elements cannot hold it: make them std::optional");
    CHECK(message_of<mapping_error>([] { decode_cell(pg::int4_array, cell{}, *std::make_unique<integers>()); }) ==
          "a NULL for a plain field\n  - NULL where the field cannot hold it\n"
          "    mend: make the field std::optional, or leave such rows out");
}

TEST_CASE("array: every shorter and longer one is refused") {
    only_whole_is_read<integers>({1, 2, -2}, pg::int4_array);
    only_whole_is_read<std::vector<std::optional<std::string>>>({"", std::nullopt, "abc"}, pg::text_array);
    only_whole_is_read<std::vector<bool>>({true, false, true}, 1000);
    only_whole_is_read<std::array<double, 2>>({1.5, -0.0}, pg::float8_array);
    only_whole_is_read<std::vector<numeric>>({numeric("1.50"), numeric("NaN")}, pg::numeric_array);
    only_whole_is_read<std::vector<uuid>>({uuid(), uuid()}, pg::uuid_array);
    only_whole_is_read<std::vector<std::vector<std::byte>>>({{}, {std::byte{1}}}, pg::bytea_array);
    only_whole_is_read<std::vector<std::chrono::year_month_day>>({std::chrono::year(2024) / 2 / 29}, pg::date_array);
}

TEST_CASE("array: a value that one element cannot hold makes the whole one not held") {
    CHECK(encode(std::vector<int>{1, 70000}, pg::int2_array) == "not held");
    CHECK(encode(std::vector<int>{1}, pg::date_array) == "mismatch");
    CHECK(encode(std::vector<int>{1}, pg::int4) == "mismatch");
}

TEST_CASE("array: names for people") {
    CHECK(codec<integers>::ops().cpp_name == "std::vector<std::int32_t>");
    CHECK(codec<std::vector<std::optional<std::string>>>::ops().cpp_name == "std::vector<std::optional<std::string>>");
    CHECK(codec<std::array<bool, 2>>::ops().cpp_name == "std::array<bool, 2>");
    CHECK(print(optional_integers{1, std::nullopt}) == "{1,NULL}");
    CHECK(print(std::vector<bool>{true, false}) == "{true,false}");
    CHECK(detail::resolve(codec<integers>::ops().natural, all_types) == pg::int4_array);
}
