// timetz: the hour of a day in a time zone, https://www.postgresql.org/docs/current/datatype-datetime.html
#pragma once

#include <chrono>
#include <compare>
#include <string>

#include <matview/export.hpp>
#include <matview/wire/time_of_day.hpp>

namespace matview::inline v0 {

/// A value of PostgreSQL's type time with time zone: a time of day, and how far its clock is ahead of UTC.
class MATVIEW_EXPORT time_of_day_tz {
public:
    /// Midnight in UTC.
    constexpr time_of_day_tz() noexcept = default;
    /// `ahead_of_utc` is positive east of Greenwich: 2h for "+02". Throws value_error from 16 hours on, which PostgreSQL does not have.
    constexpr time_of_day_tz(time_of_day time, std::chrono::seconds ahead_of_utc)
        : time_(time), ahead_of_utc_(ahead_of_utc) {
        if (ahead_of_utc <= std::chrono::hours(-16) || ahead_of_utc >= std::chrono::hours(16)) fail(ahead_of_utc);
    }

    /// What the clock shows.
    constexpr time_of_day time() const noexcept { return time_; }
    constexpr std::chrono::seconds ahead_of_utc() const noexcept { return ahead_of_utc_; }

    /// "13:05:09.00012+02", "13:05:09-03:30", as the server prints it.
    std::string to_string() const;

    /// Both parts alike: 12:00+00 and 13:00+01 differ, as on the server.
    friend constexpr bool operator==(time_of_day_tz, time_of_day_tz) noexcept = default;
    /// As the server orders: by the time in UTC, and where that is the same, the eastern one first.
    friend constexpr std::strong_ordering operator<=>(time_of_day_tz left, time_of_day_tz right) noexcept {
        if (const auto order = left.in_utc() <=> right.in_utc(); order != 0) return order;
        return right.ahead_of_utc_ <=> left.ahead_of_utc_;
    }

private:
    [[noreturn]] static void fail(std::chrono::seconds ahead_of_utc);
    constexpr std::chrono::microseconds in_utc() const noexcept { return time_.since_midnight() - ahead_of_utc_; }

    time_of_day time_;
    std::chrono::seconds ahead_of_utc_{0};
};

/// Reads and writes time with time zone.
template <> struct MATVIEW_EXPORT codec<time_of_day_tz> { static const detail::value_ops& ops(); };

}  // namespace matview::inline v0
