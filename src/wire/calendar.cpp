#include "calendar.hpp"

#include <chrono>

#include <fmt/format.h>

#include <matview/wire/time_of_day.hpp>

namespace matview::inline v0::detail {
namespace {

struct date {
    std::string text;
    bool before_christ;
};

// The calendar repeats every 400 years, so the days are moved to within 400 years of 1970, and the year is moved back.
date date_of(std::int64_t days) {
    constexpr std::int64_t cycle = 146'097;
    const std::int64_t rest = days % cycle;
    const std::chrono::year_month_day near = std::chrono::sys_days(std::chrono::days(rest));
    const std::int64_t year = static_cast<int>(near.year()) + (days - rest) / cycle * 400;
    return {fmt::format("{:04}-{:02}-{:02}", year > 0 ? year : 1 - year, static_cast<unsigned>(near.month()),
                        static_cast<unsigned>(near.day())),
            year <= 0};
}

}  // namespace

void append_fraction(std::string& text, int microseconds) {
    if (microseconds == 0) return;
    text += fmt::format(".{:06}", microseconds);
    text.erase(text.find_last_not_of('0') + 1);
}

std::string date_text(std::int64_t days) {
    const date day = date_of(days);
    return day.text + (day.before_christ ? " BC" : "");
}

std::string timestamp_text(std::int64_t days, std::int64_t microseconds, const char* zone) {
    const date day = date_of(days);
    const time_of_day time{std::chrono::microseconds(microseconds)};
    return fmt::format("{} {}{}{}", day.text, time.to_string(), zone, day.before_christ ? " BC" : "");
}

}  // namespace matview::inline v0::detail
