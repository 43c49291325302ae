// time: the hour of a day without a date, https://www.postgresql.org/docs/current/datatype-datetime.html
#pragma once

#include <chrono>
#include <compare>
#include <string>

#include <matview/export.hpp>
#include <matview/wire/codec.hpp>

namespace matview::inline v0 {

/// A value of PostgreSQL's type time (without time zone): 00:00:00 to 24:00:00, both included, in microseconds.
/// A type of its own, since 24:00:00, which PostgreSQL has, is none of std::chrono's times of a day.
class MATVIEW_EXPORT time_of_day {
public:
    /// Midnight, 00:00:00.
    constexpr time_of_day() noexcept = default;
    /// From the time since midnight, so `time_of_day{13h + 5min}` too. Throws value_error below 0 and above 24 hours.
    constexpr explicit time_of_day(std::chrono::microseconds since_midnight) : since_midnight_(since_midnight) {
        if (since_midnight < std::chrono::microseconds::zero() || since_midnight > std::chrono::hours(24))
            fail(since_midnight);
    }

    /// Microseconds since midnight, 0 to 86'400'000'000.
    constexpr std::chrono::microseconds since_midnight() const noexcept { return since_midnight_; }
    /// 0 to 24
    constexpr int hour() const noexcept { return static_cast<int>(since_midnight_.count() / 3'600'000'000); }
    /// 0 to 59
    constexpr int minute() const noexcept { return static_cast<int>(since_midnight_.count() / 60'000'000 % 60); }
    /// 0 to 59
    constexpr int second() const noexcept { return static_cast<int>(since_midnight_.count() / 1'000'000 % 60); }
    /// 0 to 999'999
    constexpr int microsecond() const noexcept { return static_cast<int>(since_midnight_.count() % 1'000'000); }

    /// "13:05:09", "13:05:09.00012", as the server prints it.
    std::string to_string() const;

    friend constexpr bool operator==(time_of_day, time_of_day) noexcept = default;
    friend constexpr auto operator<=>(time_of_day, time_of_day) noexcept = default;

private:
    [[noreturn]] static void fail(std::chrono::microseconds since_midnight);

    std::chrono::microseconds since_midnight_{0};
};

/// Reads and writes time without time zone. timetz is refused, since its zone would be lost: see time_of_day_tz.
template <> struct MATVIEW_EXPORT codec<time_of_day> { static const detail::value_ops& ops(); };

}  // namespace matview::inline v0
