#include <string>

#include <doctest/doctest.h>

#include "../../../src/wire/utf8.hpp"

using matview::detail::find_invalid_utf8;

TEST_CASE("utf8: well-formed text has no invalid byte") {
    // The first and last code point of each length, and those around the surrogates.
    for (const std::string text : {"", "plain", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
                                   "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf",
                                   "a\xc3\xbc"
                                   "b\xe2\x82\xac"
                                   "c\xf0\x9f\x90\x98"
                                   "d"}) {
        CAPTURE(text);
        CHECK(find_invalid_utf8(text) == std::string::npos);
    }
}

TEST_CASE("utf8: the first invalid byte is found") {
    struct {
        std::string_view text;
        std::size_t at;
    } const cases[] = {
        {"\x80", 0},  // a continuation byte alone
        {"ab\xbf"
         "cd",
         2},
        {"\xc0\x80", 0},  // overlong forms
        {"\xc1\xbf", 0},
        {"\xe0\x9f\xbf", 0},
        {"\xf0\x8f\xbf\xbf", 0},
        {"\xed\xa0\x80", 0},  // a surrogate
        {"\xed\xbf\xbf", 0},
        {"\xf4\x90\x80\x80", 0},  // above U+10FFFF
        {"\xf5\x80\x80\x80", 0},
        {"\xff", 0},
        {"x\xc3", 1},  // cut short
        {"x\xe2\x82", 1},
        {"x\xf0\x9f\x90", 1},
        {"\xc3\xbc\xc3(", 2},  // a continuation byte is missing
        {"\xe2(\xac", 0},
        {"\xe2\x82(", 0},
        {"\xf0\x9f(\x98", 0},
        {"\xf0\x9f\x90(", 0},
    };
    for (const auto& c : cases) {
        CAPTURE(c.at);
        CAPTURE(std::string(c.text));
        CHECK(find_invalid_utf8(c.text) == c.at);
    }
}
