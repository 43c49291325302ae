// Ten thousand random values of a type, each sent as a parameter: the server prints it as the library does, and sends it back as it was.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include <matview/matview.hpp>

namespace matview_test {

using random_bits = std::mt19937_64;

template <class V> struct property_row {
    std::string text;
    V value;
};

/// As the library prints a value.
template <class V> std::string library_text(const V& value) {
    std::string text;
    matview::detail::ops_of<V>().print(&value, text);
    return text;
}

/// `make(bits)` gives a value of the type, `matches(value, text)` says whether the server's text means that value.
template <class Make, class Matches>
void property(matview::session& db, const std::string& type, const Make& make, const Matches& matches) {
    using V = decltype(make(std::declval<random_bits&>()));
    constexpr int values = 10'000, a_statement = 250;  // so many parameters
    CAPTURE(type);
    std::string sql;
    for (int i = 1; i <= a_statement; ++i)
        sql += (i == 1 ? "SELECT v::text AS text, v AS value FROM (VALUES (" : ", (") + std::to_string(i) + ", $" +
               std::to_string(i) + "::" + type + ")";
    sql += ") AS t (i, v) ORDER BY i";
    random_bits bits(std::hash<std::string>()(type));
    for (int done = 0; done < values; done += a_statement) {
        std::deque<V> sent;  // no std::vector<bool>
        matview::statement asked{sql, {}};
        for (int i = 0; i < a_statement; ++i) {
            sent.push_back(make(bits));
            asked.parameters.push_back(matview::parameter::of(sent.back()));
        }
        std::vector<property_row<V>> rows;
        matview::detail::read_raw(db, asked, matview::detail::describe<property_row<V>>(),
                                  matview::detail::sink_into(rows));
        REQUIRE_EQ(rows.size(), sent.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            INFO(library_text(sent[i]), " is printed as ", rows[i].text, " and read as ", library_text(rows[i].value));
            REQUIRE(matches(sent[i], rows[i].text));
            REQUIRE(matches(rows[i].value, rows[i].text));
            REQUIRE((rows[i].value == sent[i] || rows[i].value != rows[i].value));  // NaN equals nothing
        }
    }
}
template <class Make> void property(matview::session& db, const std::string& type, const Make& make) {
    property(db, type, make, [](const auto& value, const std::string& text) { return library_text(value) == text; });
}

/// Any integer from `low` to `high`, one in eight next to either end or to zero.
template <class Int> Int any_integer(random_bits& bits, Int low, Int high) {
    const auto near = static_cast<Int>(bits() % 3);
    switch (bits() % 24) {
        case 0:
            return static_cast<Int>(low + near);
        case 1:
            return static_cast<Int>(high - near);
        case 2:
            return std::clamp<Int>(near, low, high);
        default:
            return std::uniform_int_distribution<Int>(low, high)(bits);
    }
}

/// Text of up to `most` characters, of one to four bytes each and none that a test would have to escape in XML or JSON.
inline std::string any_text(random_bits& bits, std::size_t most) {
    constexpr const char* letters[] = {"a", "Z", "7", " ", "_", "%", "ß", "é", "世", "€", "🐘", "𝄞"};
    std::string text;
    for (std::size_t left = bits() % (most + 1); left > 0; --left) text += letters[bits() % std::size(letters)];
    return text;
}

}  // namespace matview_test
