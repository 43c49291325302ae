// Days and microseconds as text, also where std::chrono's years (up to 32767) end and PostgreSQL's go on.
#pragma once

#include <cstdint>
#include <string>

namespace matview::inline v0::detail {

inline constexpr std::int64_t microseconds_a_day = 86'400'000'000;

struct day_and_time {
    std::int64_t day;
    std::int64_t microseconds;
};

/// Rounds down, also before the epoch.
constexpr day_and_time split_days(std::int64_t microseconds) noexcept {
    const std::int64_t time = microseconds % microseconds_a_day;
    const std::int64_t day = microseconds / microseconds_a_day;
    return time < 0 ? day_and_time{day - 1, time + microseconds_a_day} : day_and_time{day, time};
}

/// ".00012" for 120 microseconds, nothing for 0: as many digits as there are, as the server writes a second's fraction.
void append_fraction(std::string& text, int microseconds);

/// The date that many days after 1970-01-01, as the server writes it: "2024-02-29", "4714-11-24 BC".
std::string date_text(std::int64_t days);

/// The point that many microseconds after the start of that day: "2024-02-29 13:05:09.00012", then `zone` ("+00" or ""), and " BC" last.
std::string timestamp_text(std::int64_t days, std::int64_t microseconds, const char* zone);

}  // namespace matview::inline v0::detail
