// interval: a span of time, https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-INPUT
#pragma once

#include <chrono>
#include <compare>
#include <concepts>
#include <cstdint>
#include <limits>
#include <ratio>
#include <string>
#include <string_view>
#include <utility>

#include <matview/export.hpp>
#include <matview/wire/codec.hpp>

namespace matview::inline v0 {

/// A value of PostgreSQL's type interval: three numbers of any sign, which the server keeps apart since months and days differ in length.
/// A field of std::chrono::minutes, seconds, … reads it where it has neither months nor days.
struct MATVIEW_EXPORT interval {
    std::int32_t months = 0;
    std::int32_t days = 0;
    std::int64_t microseconds = 0;

    /// PostgreSQL's `infinity`, which it has from 17 on: the largest value of all three. Before it is a span of 178956970 years.
    static constexpr interval infinity() noexcept {
        using std::numeric_limits;
        return {numeric_limits<std::int32_t>::max(), numeric_limits<std::int32_t>::max(),
                numeric_limits<std::int64_t>::max()};
    }
    /// `-infinity`, the smallest value of all three.
    static constexpr interval minus_infinity() noexcept {
        using std::numeric_limits;
        return {numeric_limits<std::int32_t>::min(), numeric_limits<std::int32_t>::min(),
                numeric_limits<std::int64_t>::min()};
    }
    /// Neither of these.
    bool is_finite() const noexcept;

    /// As the server prints it in its IntervalStyle `postgres`: "1 year 2 mons -3 days +04:05:06.789".
    std::string to_string() const;

    /// As PostgreSQL compares: a month counts 30 days, a day 24 hours. So {1, 0, 0} equals {0, 30, 0}; compare the fields to tell them apart.
    friend bool operator==(const interval& left, const interval& right) noexcept { return compare(left, right) == 0; }
    friend std::weak_ordering operator<=>(const interval& left, const interval& right) noexcept {
        return compare(left, right);
    }

private:
    static std::weak_ordering compare(const interval& left, const interval& right) noexcept;
};

/// Reads and writes interval.
template <> struct MATVIEW_EXPORT codec<interval> { static const detail::value_ops& ops(); };

namespace detail {

/// A unit of std::chrono that interval counts exactly, and its name. Not days: those of an interval are no 24 hours.
template <class Period> struct interval_unit { static constexpr std::int64_t microseconds = 0; };
template <> struct interval_unit<std::micro> {
    static constexpr std::int64_t microseconds = 1;
    static constexpr std::string_view name = "std::chrono::microseconds";
};
template <> struct interval_unit<std::milli> {
    static constexpr std::int64_t microseconds = 1'000;
    static constexpr std::string_view name = "std::chrono::milliseconds";
};
template <> struct interval_unit<std::ratio<1>> {
    static constexpr std::int64_t microseconds = 1'000'000;
    static constexpr std::string_view name = "std::chrono::seconds";
};
template <> struct interval_unit<std::ratio<60>> {
    static constexpr std::int64_t microseconds = 60'000'000;
    static constexpr std::string_view name = "std::chrono::minutes";
};
template <> struct interval_unit<std::ratio<3600>> {
    static constexpr std::int64_t microseconds = 3'600'000'000;
    static constexpr std::string_view name = "std::chrono::hours";
};

template <class Rep, class Period>
concept interval_duration = std::integral<Rep> && interval_unit<Period>::microseconds != 0;

/// How many of the unit the interval is. Throws value_error where it is no whole number, or has months or days.
MATVIEW_EXPORT std::int64_t read_duration(cell value, std::int64_t unit, std::string_view cpp_name);
[[noreturn]] MATVIEW_EXPORT void fail_duration_range(std::int64_t count, std::string_view cpp_name);
MATVIEW_EXPORT encoded write_duration(std::int64_t count, std::int64_t unit, oid type, byte_writer& out);
MATVIEW_EXPORT void print_duration(std::int64_t count, std::int64_t unit, std::string& out);
/// The interval of so many units; in days and the rest where the microseconds would be too many, which compares the same.
MATVIEW_EXPORT interval to_interval(std::int64_t count, std::int64_t unit) noexcept;

template <class Rep, class Period> struct duration_ops {
    using duration = std::chrono::duration<Rep, Period>;
    using unit = interval_unit<Period>;

    static void read(cell value, duration& field) {
        const std::int64_t count = read_duration(value, unit::microseconds, unit::name);
        if (!std::in_range<Rep>(count)) fail_duration_range(count, unit::name);
        field = duration(static_cast<Rep>(count));
    }
    static decode_fn decoder(oid type, bool optional, const type_registry&) {
        if (type != pg::interval) return nullptr;
        return optional ? &decode_optional<duration, &read> : &decode_plain<duration, &read>;
    }
    static encoded encode(const void* at, oid type, byte_writer& out, const type_registry&) {
        if (type != pg::interval) return encoded::mismatch;
        const Rep count = static_cast<const duration*>(at)->count();
        return std::in_range<std::int64_t>(count)
                   ? write_duration(static_cast<std::int64_t>(count), unit::microseconds, type, out)
                   : encoded::not_held;
    }
    static void print(const void* at, std::string& out) {
        print_duration(static_cast<std::int64_t>(static_cast<const duration*>(at)->count()), unit::microseconds, out);
    }

    static constexpr value_ops ops{unit::name, pg_type(pg::interval), &decoder, &encode, &print};
};

}  // namespace detail

/// Microseconds, milliseconds, seconds, minutes and hours in any integer: interval where that is exact. One with months or days, or that
/// is no whole number of them, throws value_error.
template <class Rep, class Period>
requires detail::interval_duration<Rep, Period>
struct codec<std::chrono::duration<Rep, Period>> {
    static const detail::value_ops& ops() { return detail::duration_ops<Rep, Period>::ops; }
};

}  // namespace matview::inline v0
