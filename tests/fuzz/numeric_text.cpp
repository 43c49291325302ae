// numeric from text and back, by itself and compared with another.
#include <compare>
#include <optional>

#include <matview/error.hpp>
#include <matview/wire/numeric.hpp>

#include "target.hpp"

namespace fuzz_test {
namespace {

using matview::numeric;

std::optional<numeric> parsed(std::string_view text) {
    try {
        return numeric(text);
    } catch (const matview::value_error&) {
        return std::nullopt;
    }
}

template <class Int> void check_integer(const numeric& value, const std::string& text) {
    try {
        require(numeric(value.to_integer<Int>()) == value, "the integer is the same number", text);
    } catch (const matview::value_error&) {
    }
}

// With 17 digits a double is itself again; a numeric may have more.
void check_double(const numeric& value, const std::string& text) {
    try {
        const double rounded = value.to_double();
        const numeric near = numeric::from_double(rounded);
        require(near.is_nan() == value.is_nan(), "only NaN becomes NaN", text);
        require(near.is_infinite() == value.is_infinite(), "only an infinity becomes infinite", text);
        require(near.is_nan() || near.to_double() == rounded, "a double's numeric is that double", text);
    } catch (const matview::value_error&) {
        require(value.is_finite(), "only a number is too large for a double", text);
    }
}

void check(const numeric& value) {
    const std::string text = value.to_string();
    const auto again = parsed(text);
    require(again && *again == value, "its text is the same number", text);
    require(again->scale() == value.scale() && again->to_string() == text, "its text shows the same digits", text);
    check_integer<std::int8_t>(value, text);
    check_integer<std::int64_t>(value, text);
    check_integer<std::uint64_t>(value, text);
    check_double(value, text);
}

}  // namespace

void run(std::string_view input) {
    input_reader in(input);
    const auto left = parsed(in.piece());
    const auto right = parsed(in.piece());
    if (left) check(*left);
    if (right) check(*right);
    if (!left || !right) return;
    const std::string both = left->to_string() + " and " + right->to_string();
    require((*left <=> *right) == (0 <=> (*right <=> *left)), "comparing is the same from both sides", both);
    require((*left == *right) == (*left <=> *right == 0), "equal is neither less nor greater", both);
}

std::vector<std::string> seeds() {
    std::vector<std::string> all;
    for (const char* text : {"0",
                             "-0.000",
                             "12.340",
                             "-.5",
                             "5.",
                             "1e-7",
                             "1E+20",
                             "NaN",
                             "-Infinity",
                             "inf",
                             "9999",
                             "10000",
                             "0.00010000",
                             "99999999999999999999",
                             "-9223372036854775808",
                             "18446744073709551615",
                             "1e131071",
                             "1e131072",
                             "1e-16383",
                             "1e-16384",
                             "0e2147483647",
                             "1e-2147483648",
                             "1e9999999999",
                             "1.7976931348623157e308",
                             "1e309",
                             "+-1",
                             "1e+-1",
                             ".",
                             "",
                             "0x10",
                             " 1",
                             "1_000"})
        for (const char* other : {"", "0.1", "-12.34", "NaN"}) all.push_back(pieces({text, other}));
    return all;
}

}  // namespace fuzz_test
