// timetz's binary form is its time in microseconds, and how many seconds its zone lies west of Greenwich (timetz_send in
// src/backend/utils/adt/date.c of PostgreSQL).
#include <matview/wire/time_of_day_tz.hpp>

#include <cstdlib>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "single_type.hpp"

namespace matview::inline v0 {

void time_of_day_tz::fail(std::chrono::seconds ahead_of_utc) {
    throw value_error(
        fmt::format("not a time zone: {} seconds ahead of UTC, where less than 16 hours belong", ahead_of_utc.count()));
}

std::string time_of_day_tz::to_string() const {
    const long seconds = std::labs(static_cast<long>(ahead_of_utc_.count()));
    std::string text =
        fmt::format("{}{}{:02}", time_.to_string(), ahead_of_utc_.count() < 0 ? '-' : '+', seconds / 3600);
    if (seconds % 3600 != 0) text += fmt::format(":{:02}", seconds / 60 % 60);
    if (seconds % 60 != 0) text += fmt::format(":{:02}", seconds % 60);
    return text;
}

namespace detail {
namespace {

constexpr std::int32_t timetz_size = 12;

void read(cell value, time_of_day_tz& field) {
    if (value.size != timetz_size) fail_size("time with time zone", timetz_size, value.size);
    const time_of_day time(std::chrono::microseconds(read_integer<std::int64_t>(value.data)));
    const std::chrono::seconds west(read_integer<std::int32_t>(value.data + 8));
    field = time_of_day_tz(time, -west);
}

void write(const time_of_day_tz& value, byte_writer& out) {
    out.integer(static_cast<std::int64_t>(value.time().since_midnight().count()));
    out.integer(static_cast<std::int32_t>(-value.ahead_of_utc().count()));
}

}  // namespace
}  // namespace detail

const detail::value_ops& codec<time_of_day_tz>::ops() {
    using ops = detail::single_type<time_of_day_tz, pg::timetz, &detail::read, &detail::write>;
    static constexpr detail::value_ops all = ops::ops("matview::time_of_day_tz");
    return all;
}

}  // namespace matview::inline v0
