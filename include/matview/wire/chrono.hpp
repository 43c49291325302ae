// Codecs of std::chrono's calendar types, https://www.postgresql.org/docs/current/datatype-datetime.html
#pragma once

#include <chrono>

#include <matview/export.hpp>
#include <matview/wire/codec.hpp>

namespace matview::inline v0 {

// Each reads and writes one type only: a timestamptz is a point in time, a timestamp a reading of some clock on some wall, and
// what lies between them is a time zone that no struct declares.
//
// PostgreSQL's `infinity` and `-infinity`, and values beyond the C++ type's range, throw value_error when read. A value that is
// beyond PostgreSQL's range (before 24 November 4714 BC) equals nothing there.

/// timestamptz: microseconds since 1970-01-01 00:00:00 UTC, up to the year 294247.
template <> struct MATVIEW_EXPORT codec<std::chrono::sys_time<std::chrono::microseconds>> {
    static const detail::value_ops& ops();
};
/// timestamp without time zone: microseconds since 1970-01-01 00:00:00 by an unnamed clock.
template <> struct MATVIEW_EXPORT codec<std::chrono::local_time<std::chrono::microseconds>> {
    static const detail::value_ops& ops();
};
/// date: the proleptic Gregorian calendar, up to the year 32767. One that is not ok() throws value_error when it is written.
template <> struct MATVIEW_EXPORT codec<std::chrono::year_month_day> { static const detail::value_ops& ops(); };

}  // namespace matview::inline v0
