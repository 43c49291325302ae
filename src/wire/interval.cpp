// interval's binary form is its microseconds, days and months (interval_send in src/backend/utils/adt/timestamp.c of PostgreSQL).
#include <matview/wire/interval.hpp>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "calendar.hpp"
#include "single_type.hpp"

namespace matview::inline v0 {
namespace {

constexpr std::int64_t microseconds_an_hour = 3'600'000'000;

bool same_fields(const interval& a, const interval& b) noexcept {
    return a.months == b.months && a.days == b.days && a.microseconds == b.microseconds;
}

/// "1 year", "-2 mons"; a positive number behind a negative one has its sign written.
class interval_text {
public:
    void part(std::int64_t value, const char* unit) {
        if (value == 0) return;
        text_ += fmt::format("{}{}{} {}{}", text_.empty() ? "" : " ", negative_ && value > 0 ? "+" : "", value, unit,
                             value == 1 ? "" : "s");
        negative_ = value < 0;
    }
    void time(std::int64_t microseconds) {
        if (microseconds == 0 && !text_.empty()) return;
        const char* sign = microseconds < 0 ? "-" : negative_ ? "+" : "";
        const std::uint64_t rest =
            microseconds < 0 ? 0 - static_cast<std::uint64_t>(microseconds) : static_cast<std::uint64_t>(microseconds);
        text_ += fmt::format("{}{}{:02}:{:02}:{:02}", text_.empty() ? "" : " ", sign, rest / microseconds_an_hour,
                             rest / 60'000'000 % 60, rest / 1'000'000 % 60);
        detail::append_fraction(text_, static_cast<int>(rest % 1'000'000));
    }
    std::string text() && { return std::move(text_); }

private:
    std::string text_;
    bool negative_ = false;
};

}  // namespace

bool interval::is_finite() const noexcept {
    return !same_fields(*this, infinity()) && !same_fields(*this, minus_infinity());
}

std::string interval::to_string() const {
    if (same_fields(*this, infinity())) return "infinity";
    if (same_fields(*this, minus_infinity())) return "-infinity";
    interval_text text;
    text.part(months / 12, "year");
    text.part(months % 12, "mon");
    text.part(days, "day");
    text.time(microseconds);
    return std::move(text).text();
}

std::weak_ordering interval::compare(const interval& left, const interval& right) noexcept {
    const auto days_of = [](const interval& value) {
        return std::int64_t{value.months} * 30 + value.days + detail::split_days(value.microseconds).day;
    };
    if (const auto order = days_of(left) <=> days_of(right); order != 0) return order;
    return detail::split_days(left.microseconds).microseconds <=> detail::split_days(right.microseconds).microseconds;
}

namespace detail {
namespace {

constexpr std::int32_t interval_size = 16;

void read(cell value, interval& field) {
    if (value.size != interval_size) fail_size("interval", interval_size, value.size);
    field = {.months = read_integer<std::int32_t>(value.data + 12),
             .days = read_integer<std::int32_t>(value.data + 8),
             .microseconds = read_integer<std::int64_t>(value.data)};
}

void write(const interval& value, byte_writer& out) {
    out.integer(value.microseconds);
    out.integer(value.days);
    out.integer(value.months);
}

}  // namespace

std::int64_t read_duration(cell value, std::int64_t unit, std::string_view cpp_name) {
    interval span;
    read(value, span);
    if (span.months != 0 || span.days != 0)
        throw value_error(fmt::format(
            "{} is no exact {}, since months and days differ in length: make the field matview::interval, or cast in "
            "the SQL: make_interval(secs => extract(epoch FROM …))",
            span.to_string(), cpp_name));
    if (span.microseconds % unit != 0)
        throw value_error(fmt::format("{} is no whole number of {}: make the field a finer duration, or date_trunc it",
                                      span.to_string(), cpp_name));
    return span.microseconds / unit;
}

void fail_duration_range(std::int64_t count, std::string_view cpp_name) {
    throw value_error(fmt::format("{} {} do not fit into the integer that the field counts in", count, cpp_name));
}

encoded write_duration(std::int64_t count, std::int64_t unit, oid type, byte_writer& out) {
    if (type != pg::interval) return encoded::mismatch;
    std::int64_t microseconds = 0;
    if (__builtin_mul_overflow(count, unit, &microseconds)) return encoded::not_held;
    write({.microseconds = microseconds}, out);
    return encoded::done;
}

void print_duration(std::int64_t count, std::int64_t unit, std::string& out) {
    out += to_interval(count, unit).to_string();
}

interval to_interval(std::int64_t count, std::int64_t unit) noexcept {
    std::int64_t microseconds = 0;
    if (!__builtin_mul_overflow(count, unit, &microseconds)) return {.microseconds = microseconds};
    const std::int64_t a_day = microseconds_a_day / unit;
    const std::int64_t days = count / a_day;
    if (!std::in_range<std::int32_t>(days))  // beyond all that the server has
        return count < 0 ? interval::minus_infinity() : interval::infinity();
    return {.days = static_cast<std::int32_t>(days), .microseconds = count % a_day * unit};
}

}  // namespace detail

const detail::value_ops& codec<interval>::ops() {
    using ops = detail::single_type<interval, pg::interval, &detail::read, &detail::write>;
    static constexpr detail::value_ops all = ops::ops("matview::interval");
    return all;
}

}  // namespace matview::inline v0
