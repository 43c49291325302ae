// Dates and timestamps that may be infinite, https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-SPECIAL-VALUES
#pragma once

#include <chrono>
#include <compare>
#include <string>
#include <utility>

#include <matview/export.hpp>
#include <matview/wire/chrono.hpp>

namespace matview::inline v0 {
namespace detail {

enum class infinite : signed char { before_all = -1, no = 0, after_all = 1 };
[[noreturn]] MATVIEW_EXPORT void fail_infinite(infinite which);

}  // namespace detail

/// A value of T, or PostgreSQL's `infinity` or `-infinity`, which T has no value for: later, or earlier, than all others. For T a
/// std::chrono::year_month_day, and a sys_time or local_time of microseconds.
template <class T> class or_infinity {
public:
    /// T's own default value.
    constexpr or_infinity() = default;
    constexpr or_infinity(T value) : value_(std::move(value)) {}

    static constexpr or_infinity infinity() { return or_infinity(detail::infinite::after_all); }
    static constexpr or_infinity minus_infinity() { return or_infinity(detail::infinite::before_all); }

    /// Neither `infinity` nor `-infinity`.
    constexpr bool is_finite() const noexcept { return which_ == detail::infinite::no; }
    constexpr bool is_infinity() const noexcept { return which_ == detail::infinite::after_all; }
    constexpr bool is_minus_infinity() const noexcept { return which_ == detail::infinite::before_all; }
    /// Throws value_error where it is infinite.
    constexpr const T& value() const {
        if (!is_finite()) detail::fail_infinite(which_);
        return value_;
    }

    friend constexpr bool operator==(const or_infinity& left, const or_infinity& right) {
        return left.which_ == right.which_ && left.value_ == right.value_;
    }
    friend constexpr auto operator<=>(const or_infinity& left, const or_infinity& right) {
        const auto order = left.which_ <=> right.which_;
        return order != 0 ? order : left.value_ <=> right.value_;
    }

private:
    constexpr explicit or_infinity(detail::infinite which) : which_(which) {}

    T value_{};  // where it is infinite, the default one
    detail::infinite which_ = detail::infinite::no;
};

/// date
template <> struct MATVIEW_EXPORT codec<or_infinity<std::chrono::year_month_day>> {
    static const detail::value_ops& ops();
};
/// timestamptz
template <> struct MATVIEW_EXPORT codec<or_infinity<std::chrono::sys_time<std::chrono::microseconds>>> {
    static const detail::value_ops& ops();
};
/// timestamp
template <> struct MATVIEW_EXPORT codec<or_infinity<std::chrono::local_time<std::chrono::microseconds>>> {
    static const detail::value_ops& ops();
};

}  // namespace matview::inline v0
