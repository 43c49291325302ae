#include <matview/wire/numeric.hpp>

#include <charconv>
#include <cmath>
#include <system_error>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "writing.hpp"

namespace matview::inline v0 {
namespace {

[[noreturn]] void fail_conversion(const numeric& value, std::string_view why) {
    constexpr std::size_t most = 60;
    std::string text = value.to_string();
    if (text.size() > most) text = text.substr(0, most) + "…";
    throw value_error(fmt::format("{} {}", text, why));
}

}  // namespace

numeric::numeric(bool negative, detail::widest_unsigned magnitude) : negative_(negative) {
    for (; magnitude != 0; magnitude /= 10'000) {
        const auto digit = static_cast<char16_t>(magnitude % 10'000);
        if (digit != 0 || !digits_.empty()) digits_.insert(digits_.begin(), digit);
        ++weight_;
    }
    if (weight_ > 0) --weight_;
}

numeric numeric::from_double(double value) { return numeric(detail::shortest_text(value)); }

double numeric::to_double() const {
    if (is_nan()) return std::numeric_limits<double>::quiet_NaN();
    if (is_infinite()) return negative_ ? -HUGE_VAL : HUGE_VAL;
    const std::string text = to_string();
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    // Out of range: too close to zero, which is then the nearest double, or too far from it.
    if (error == std::errc() && std::isfinite(value)) return value;
    if (weight_ < 0) return negative_ ? -0.0 : 0.0;
    fail_conversion(*this, "does not fit into a double");
}

char16_t numeric::digit_at(std::int32_t power) const noexcept {
    const std::int64_t at = std::int64_t{weight_} - power;
    return at < 0 || at >= static_cast<std::int64_t>(digits_.size()) ? u'\0' : digits_[static_cast<std::size_t>(at)];
}

bool numeric::has_fraction() const noexcept { return static_cast<std::int64_t>(digits_.size()) > weight_ + 1; }

bool numeric::integer_within(detail::widest_unsigned most_below_zero, detail::widest_unsigned highest,
                             detail::widest_unsigned& magnitude) const noexcept {
    if (!is_finite() || has_fraction()) return false;
    const detail::widest_unsigned most = negative_ ? most_below_zero : highest;
    magnitude = 0;
    for (std::int32_t power = weight_; power >= 0; --power) {
        const detail::widest_unsigned digit = digit_at(power);
        if (digit > most || magnitude > (most - digit) / 10'000) return false;
        magnitude = magnitude * 10'000 + digit;
    }
    return true;
}

void numeric::fail_integer(detail::widest_unsigned most_below_zero, detail::widest_unsigned highest) const {
    if (!is_finite() || has_fraction()) fail_conversion(*this, "is not an integer");
    fail_conversion(*this,
                    fmt::format("is out of range: {}{} to {}", most_below_zero ? "-" : "", most_below_zero, highest));
}

std::weak_ordering numeric::compare(const numeric& left, const numeric& right) noexcept {
    if (left.is_nan() || right.is_nan()) return left.is_nan() <=> right.is_nan();
    if (left.negative_ != right.negative_) return right.negative_ <=> left.negative_;
    // Both are on the same side of zero: order them by their distance from it.
    const numeric& low = left.negative_ ? right : left;
    const numeric& high = left.negative_ ? left : right;
    if (low.is_infinite() || high.is_infinite()) return low.is_infinite() <=> high.is_infinite();
    if (low.digits_.empty() || high.digits_.empty()) return high.digits_.empty() <=> low.digits_.empty();
    if (low.weight_ != high.weight_) return low.weight_ <=> high.weight_;
    return low.digits_.compare(high.digits_) <=> 0;
}

}  // namespace matview::inline v0
