#include <doctest/doctest.h>

#include <limits>

#include <matview/wire/builtin.hpp>

#include "support.hpp"

using namespace wire_test;
using namespace matview;

namespace {

constexpr oid int4range = 3904, int8range = 3926, numrange = 3906, int4multirange = 4451;

std::string failure(std::string_view hex) {
    return message_of([&] { decode<range<int>>(int4range, hex); });
}

}  // namespace

TEST_CASE("range: bounds and flags as the server sends them") {
    CHECK(decode<range<int>>(int4range, "01") == range<int>());
    CHECK(decode<range<int>>(int4range, "18") == range<int>::all());
    CHECK(decode<range<int>>(int4range,
                             "02"
                             "00000004"
                             "00000001"
                             "00000004"
                             "00000005") == range<int>(1, 5));
    CHECK(decode<range<int>>(int4range,
                             "12"
                             "00000004"
                             "00000007") == range<int>::from(7));
    CHECK(decode<range<int>>(int4range,
                             "08"
                             "00000004"
                             "00000007") == range<int>::until(7));
    CHECK(encode(range<int>(), int4range) == "01");
    CHECK(encode(range<int>::closed(1, 5), int4range) ==
          "06"
          "00000004"
          "00000001"
          "00000004"
          "00000005");
    CHECK(encode(range<int>::from(7), int4range) ==
          "12"
          "00000004"
          "00000007");
    CHECK(encode(multirange<int>{range<int>::all(), {}}, int4multirange) ==
          "00000001"
          "00000001"
          "18");
    CHECK(decode<multirange<int>>(int4multirange,
                                  "00000001"
                                  "00000001"
                                  "18") == multirange<int>{range<int>::all()});
}

TEST_CASE("range: a reused one keeps nothing of what it was") {
    range<int> field = range<int>::closed(1, 5);
    decode_cell(int4range, exact_cell(from_hex("01")), field);
    CHECK(field.empty());
    CHECK_FALSE(field.lower().has_value());
    CHECK_FALSE(field.upper_inclusive());
}

TEST_CASE("range: malformed ones") {
    CHECK(failure("") == "malformed range: it ends too early");
    CHECK(failure("0100") == "malformed range: bytes behind its end");
    CHECK(failure("08ffffffff") == "malformed range: a bound that is NULL");
    CHECK(failure("08fffffffe") == "malformed range: a negative length");
    CHECK(failure("0800000002"
                  "0000") == "the upper bound: malformed integer: 2 bytes where 4 belong");
    CHECK(message_of([] {
              decode<multirange<int>>(int4multirange,
                                      "7fffffff"
                                      "00000001"
                                      "18");
          }) == "malformed multirange: more parts announced than its bytes hold");
    CHECK(message_of([] { decode<multirange<int>>(int4multirange, "ffffffff"); }) ==
          "malformed multirange: a negative count");
    CHECK(message_of([] {
              decode<multirange<int>>(int4multirange,
                                      "00000001"
                                      "ffffffff"
                                      "00");
          }) == "malformed multirange: a range that is NULL");
}

TEST_CASE("range: every shorter and longer one is refused") {
    const auto only_whole = [](const auto& value, oid type) {
        const std::string hex = encode(value, type);
        CHECK(lengths_read<std::remove_cvref_t<decltype(value)>>(type, hex) ==
              std::vector<std::size_t>{hex.size() / 2});
    };
    only_whole(range<int>::closed(1, 5), int4range);
    only_whole(range<int>(), int4range);
    only_whole(range<std::int64_t>::from(1), int8range);
    only_whole(range<numeric>(numeric("0.5"), numeric("1e9")), numrange);
    only_whole(multirange<int>{range<int>(1, 5), range<int>::from(7)}, int4multirange);
    only_whole(std::vector<range<int>>{range<int>(1, 5), range<int>()}, 3905);
}

TEST_CASE("range: what the type cannot hold") {
    CHECK(encode(range<std::int64_t>(1, 5'000'000'000), int4range) == "not held");
    CHECK(encode(range<int>::closed(1, std::numeric_limits<int>::max()), int4range) == "not held");
    CHECK(encode(range<int>(1, std::numeric_limits<int>::max()), int4range) != "not held");
    CHECK(encode(range<std::int64_t>::closed(1, std::numeric_limits<std::int64_t>::max()), int8range) == "not held");
    CHECK(encode(multirange<std::int64_t>{range<std::int64_t>(1, 5'000'000'000)}, int4multirange) == "not held");
    CHECK(encode(range<std::string>("a", "b"), int4range) == "mismatch");
    CHECK(encode(range<int>(1, 2), pg::int4) == "mismatch");
}

TEST_CASE("range: equality counts integers and dates, and nothing else") {
    using namespace std::chrono;
    CHECK(range<int>::closed(1, 5) == range<int>(1, 6));
    CHECK(range<int>::open(0, 6) == range<int>(1, 6));
    CHECK(range<int>(4, 6, bounds::upper) == range<int>::closed(5, 6));
    CHECK(range<int>::open(1, 2) == range<int>());
    CHECK_FALSE(range<int>::from(1) == range<int>::all());
    const auto leap = year(2024) / 2 / 29;
    CHECK(range<year_month_day>::closed(leap, leap) == range<year_month_day>(leap, year(2024) / 3 / 1));
    CHECK_FALSE(range<numeric>::closed(1, 5) == range<numeric>(1, 6));
    constexpr int highest = std::numeric_limits<int>::max();
    CHECK(range<int>::closed(1, highest) == range<int>::closed(1, highest));
    CHECK_FALSE(range<int>::closed(1, highest) == range<int>(1, highest));
}

TEST_CASE("multirange: in order, merged where they overlap or touch, without empty ones") {
    const auto text = []<class T>(const multirange<T>& value) { return value.to_string(); };
    CHECK(text(multirange<int>{range<int>(3, 7), range<int>(1, 5)}) == "{[1,7)}");
    CHECK(text(multirange<int>{range<int>::closed(1, 2), range<int>::closed(3, 4)}) == "{[1,4]}");
    CHECK(text(multirange<int>{range<int>::open(1, 2), range<int>(), range<int>::closed(4, 4)}) == "{[4,4]}");
    CHECK(text(multirange<int>{range<int>::from(5), range<int>(1, 9), range<int>(2, 3)}) == "{[1,)}");
    CHECK(text(multirange<int>{range<int>::until(5), range<int>::all(), range<int>(7, 9)}) == "{(,)}");
    CHECK(text(multirange<int>{range<int>::from(std::numeric_limits<int>::max()), range<int>(1, 2)}) ==
          "{[1,2),[2147483647,)}");
    CHECK(text(multirange<numeric>{range<numeric>(1, 2), range<numeric>::closed(2, 3)}) == "{[1,3]}");
    CHECK(text(multirange<numeric>{range<numeric>::open(2, 3), range<numeric>::open(1, 2)}) == "{(1,2),(2,3)}");
    CHECK(text(multirange<numeric>{range<numeric>::closed(1, 2), range<numeric>::open(1, 2)}) == "{[1,2]}");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(text(multirange<double>{range<double>::closed(5, nan), range<double>(1, 2)}).starts_with("{[1,2),[5,"));
    CHECK(multirange<int>{range<int>()}.empty());
    // The database orders text in its own way.
    CHECK(text(multirange<std::string>{range<std::string>("c", "d"), range<std::string>("a", "b")}) == "{[c,d),[a,b)}");
}

TEST_CASE("range: as text, and its names") {
    CHECK(range<int>().to_string() == "empty");
    CHECK(range<int>(1, 5).to_string() == "[1,5)");
    CHECK(range<int>::until(5).to_string() == "(,5)");
    CHECK(range<std::string>::closed("", "a\"b").to_string() == "[\"\",\"a\"\"b\"]");
    CHECK(multirange<int>{range<int>(1, 5), range<int>::from(7)}.to_string() == "{[1,5),[7,)}");
    CHECK(codec<range<std::int64_t>>::ops().cpp_name == "matview::range<std::int64_t>");
    CHECK(codec<multirange<numeric>>::ops().cpp_name == "matview::multirange<matview::numeric>");
    CHECK(codec<std::vector<range<int>>>::ops().cpp_name == "std::vector<matview::range<std::int32_t>>");
}
