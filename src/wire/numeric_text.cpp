// numeric <-> text.
#include <algorithm>
#include <charconv>
#include <system_error>

#include <fmt/format.h>

#include <matview/error.hpp>
#include <matview/wire/numeric.hpp>

#include "numeric_limits.hpp"
#include "quote.hpp"

namespace matview::inline v0 {
namespace {

[[noreturn]] void fail_syntax(std::string_view text) {
    throw value_error(fmt::format("not a numeric: {}", detail::in_quotes(text)));
}
[[noreturn]] void fail_range(std::string_view text) {
    throw value_error(fmt::format("out of numeric's range ({} digits before the point, {} behind it): {}",
                                  detail::numeric_digits_before_point, detail::numeric_largest_scale,
                                  detail::in_quotes(text)));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// A number in parts: 0.`digits` times ten to the power of `before_point`, shown with `scale` digits behind the point.
struct decimal {
    std::string digits;  // neither first nor last is '0'
    std::int64_t before_point = 0;
    std::int64_t scale = 0;
};

/// The power of ten behind the digits, from "e-7"; 0 from nothing.
std::int64_t parse_exponent(std::string_view rest, std::string_view text) {
    if (rest.empty()) return 0;
    if (rest.front() != 'e' && rest.front() != 'E') fail_syntax(text);
    rest.remove_prefix(1);
    if (rest.starts_with('+')) {
        rest.remove_prefix(1);
        if (rest.starts_with('-')) fail_syntax(text);
    }
    std::int32_t exponent = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), exponent);
    if (error == std::errc::invalid_argument || end != rest.data() + rest.size()) fail_syntax(text);
    if (error == std::errc::result_out_of_range) fail_range(text);
    return exponent;
}

/// From "12.340e5", the sign taken off; `text` is all of it, for errors.
decimal parse_decimal(std::string_view rest, std::string_view text) {
    decimal number;
    bool point = false;
    std::size_t at = 0;
    for (; at < rest.size() && (is_digit(rest[at]) || (rest[at] == '.' && !point)); ++at) {
        if (rest[at] == '.')
            point = true;
        else
            number.digits.push_back(rest[at]);
        number.scale += point && rest[at] != '.';
    }
    if (number.digits.empty()) fail_syntax(text);
    const std::int64_t exponent = parse_exponent(rest.substr(at), text);

    number.before_point = static_cast<std::int64_t>(number.digits.size()) - number.scale + exponent;
    number.scale = std::max<std::int64_t>(0, number.scale - exponent);
    const std::size_t zeros = std::min(number.digits.find_first_not_of('0'), number.digits.size());
    number.digits.erase(0, zeros);
    number.before_point -= static_cast<std::int64_t>(zeros);
    number.digits.erase(number.digits.find_last_not_of('0') + 1);
    const bool too_large = !number.digits.empty() && number.before_point > detail::numeric_digits_before_point;
    if (too_large || number.scale > detail::numeric_largest_scale) fail_range(text);
    return number;
}

constexpr std::int64_t floor_of_quarter(std::int64_t value) { return value >= 0 ? value / 4 : -((3 - value) / 4); }

}  // namespace

numeric::numeric(std::string_view text) {
    std::string_view rest = text;
    const bool minus = rest.starts_with('-');
    const bool sign = minus || rest.starts_with('+');
    if (sign) rest.remove_prefix(1);
    const std::string word = rest.size() <= 8 ? lower_case(rest) : std::string();
    if (word == "nan" && !sign) {
        kind_ = kind::nan;
        return;
    }
    if (word == "infinity" || word == "inf") {
        kind_ = kind::infinity;
        negative_ = minus;
        return;
    }

    const decimal number = parse_decimal(rest, text);
    scale_ = static_cast<std::uint16_t>(number.scale);
    if (number.digits.empty()) return;
    negative_ = minus;
    // Each decimal digit has a place, 0 for the ones, and four places share one digit of base 10000.
    const std::int64_t first = number.before_point - 1;
    const std::int64_t last = number.before_point - static_cast<std::int64_t>(number.digits.size());
    weight_ = static_cast<std::int32_t>(floor_of_quarter(first));
    digits_.assign(static_cast<std::size_t>(weight_ - floor_of_quarter(last) + 1), u'\0');
    constexpr int powers_of_ten[] = {1, 10, 100, 1000};
    for (std::int64_t place = first; place >= last; --place) {
        const std::int64_t power = floor_of_quarter(place);
        const int decimal_digit = number.digits[static_cast<std::size_t>(first - place)] - '0';
        char16_t& digit = digits_[static_cast<std::size_t>(weight_ - power)];
        digit = static_cast<char16_t>(digit + decimal_digit * powers_of_ten[place - power * 4]);
    }
}

std::string numeric::to_string() const {
    if (is_nan()) return "NaN";
    if (is_infinite()) return negative_ ? "-Infinity" : "Infinity";
    std::string text;
    const auto append = [&](std::int32_t power) {
        const unsigned digit = digit_at(power);
        for (const unsigned place : {1000U, 100U, 10U, 1U}) text.push_back(static_cast<char>('0' + digit / place % 10));
    };
    for (std::int32_t power = std::max(weight_, 0); power >= 0; --power) append(power);
    text.erase(0, std::min(text.find_first_not_of('0'), text.size() - 1));
    if (scale_ > 0) {
        text.push_back('.');
        const std::size_t end = text.size() + scale_;
        for (std::int32_t power = -1; text.size() < end; --power) append(power);
        text.resize(end);
    }
    return negative_ ? "-" + text : text;
}

}  // namespace matview::inline v0
