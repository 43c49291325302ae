#include <matview/wire/chrono.hpp>

#include <limits>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "calendar.hpp"
#include "reading.hpp"

namespace matview::inline v0 {
namespace detail {
namespace {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

// The server counts from 2000-01-01, std::chrono from 1970-01-01.
constexpr std::int64_t days_to_epoch = sys_days(std::chrono::year(2000) / 1 / 1).time_since_epoch().count();
constexpr std::int64_t microseconds_to_epoch = days_to_epoch * microseconds_a_day;

// Where PostgreSQL's calendar begins: Julian day 0, 4714-11-24 BC. Its end lies beyond what these C++ types hold.
constexpr std::int64_t first_day = sys_days(std::chrono::year(-4713) / 11 / 24).time_since_epoch().count();
constexpr std::int64_t first_microsecond = first_day * microseconds_a_day;
// Of the server's count: the last that std::chrono's count reaches.
constexpr std::int64_t last_microsecond = std::numeric_limits<std::int64_t>::max() - microseconds_to_epoch;

[[noreturn]] void fail_unheld(std::string_view value, std::string_view cpp_name) {
    throw value_error(fmt::format("{} does not fit into {}", value, cpp_name));
}
// The server sends none of them, so the link or the server is not what it should be.
void check_begun(std::int64_t day, const std::string& value, std::string_view type) {
    if (day < first_day)
        throw value_error(fmt::format("malformed {}: {} is before the first day, 4714-11-24 BC", type, value));
}
// The largest and the smallest integer stand for infinity and -infinity in all three types.
template <class Int> void check_finite(Int wire, std::string_view cpp_name) {
    if (wire == std::numeric_limits<Int>::max()) fail_unheld("infinity", cpp_name);
    if (wire == std::numeric_limits<Int>::min()) fail_unheld("-infinity", cpp_name);
}

struct timestamptz_traits {
    using value_type = std::chrono::sys_time<microseconds>;
    static constexpr oid type = pg::timestamptz;
    static constexpr std::string_view name = "timestamp with time zone";
    static constexpr std::string_view cpp_name = "std::chrono::sys_time<std::chrono::microseconds>";
    static constexpr const char* zone = "+00";
};
struct timestamp_traits {
    using value_type = std::chrono::local_time<microseconds>;
    static constexpr oid type = pg::timestamp;
    static constexpr std::string_view name = "timestamp without time zone";
    static constexpr std::string_view cpp_name = "std::chrono::local_time<std::chrono::microseconds>";
    static constexpr const char* zone = "";
};

template <class Traits> struct timestamp_ops {
    using time_point = typename Traits::value_type;

    static void read(cell value, time_point& field) {
        const auto wire = read_exactly<std::int64_t>(value, Traits::name);
        if (wire > last_microsecond || wire < first_microsecond - microseconds_to_epoch) fail(wire);
        field = time_point(microseconds(wire + microseconds_to_epoch));
    }
    [[noreturn]] static void fail(std::int64_t wire) {
        check_finite(wire, Traits::cpp_name);
        const auto [day, time] = split_days(wire);
        const std::string text = timestamp_text(day + days_to_epoch, time, Traits::zone);
        check_begun(day + days_to_epoch, text, Traits::name);
        fail_unheld(text, Traits::cpp_name);
    }

    static decode_fn decoder(oid type, bool optional, const type_registry&) {
        return type == Traits::type ? decode_sized_by<time_point, &read>(optional) : nullptr;
    }

    static encoded encode(const void* at, oid type, byte_writer& out, const type_registry&) {
        if (type != Traits::type) return encoded::mismatch;
        const std::int64_t value = static_cast<const time_point*>(at)->time_since_epoch().count();
        if (value < first_microsecond) return encoded::not_held;
        out.integer(value - microseconds_to_epoch);
        return encoded::done;
    }

    static void print(const void* at, std::string& out) {
        const auto [day, time] = split_days(static_cast<const time_point*>(at)->time_since_epoch().count());
        out += timestamp_text(day, time, Traits::zone);
    }

    static constexpr value_ops ops{Traits::cpp_name, pg_type(Traits::type), &decoder, &encode, &print};
};

struct date_ops {
    static constexpr std::string_view cpp_name = "std::chrono::year_month_day";
    static constexpr sys_days highest = std::chrono::year::max() / 12 / 31;

    static void read(cell value, year_month_day& field) {
        const auto wire = read_exactly<std::int32_t>(value, "date");
        check_finite(wire, cpp_name);
        const std::int64_t day = wire + days_to_epoch;
        if (day < first_day || day > highest.time_since_epoch().count()) fail(day);
        field = sys_days(days(day));
    }
    [[noreturn]] static void fail(std::int64_t day) {
        check_begun(day, date_text(day), "date");
        fail_unheld(date_text(day), cpp_name);
    }

    static decode_fn decoder(oid type, bool optional, const type_registry&) {
        return type == pg::date ? decode_sized_by<year_month_day, &read>(optional) : nullptr;
    }

    static encoded encode(const void* at, oid type, byte_writer& out, const type_registry&) {
        if (type != pg::date) return encoded::mismatch;
        const auto& value = *static_cast<const year_month_day*>(at);
        if (!value.ok()) throw value_error(fmt::format("not a date: {}", fields(value)));
        const std::int64_t day = sys_days(value).time_since_epoch().count();
        if (day < first_day) return encoded::not_held;
        out.integer(static_cast<std::int32_t>(day - days_to_epoch));
        return encoded::done;
    }

    static void print(const void* at, std::string& out) {
        const auto& value = *static_cast<const year_month_day*>(at);
        out += value.ok() ? date_text(sys_days(value).time_since_epoch().count()) : fields(value);
    }

    // Of a date that may not exist.
    static std::string fields(const year_month_day& value) {
        return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(value.year()), static_cast<unsigned>(value.month()),
                           static_cast<unsigned>(value.day()));
    }

    static constexpr value_ops ops{cpp_name, pg_type(pg::date), &decoder, &encode, &print};
};

}  // namespace
}  // namespace detail

const detail::value_ops& codec<std::chrono::sys_time<std::chrono::microseconds>>::ops() {
    return detail::timestamp_ops<detail::timestamptz_traits>::ops;
}
const detail::value_ops& codec<std::chrono::local_time<std::chrono::microseconds>>::ops() {
    return detail::timestamp_ops<detail::timestamp_traits>::ops;
}
const detail::value_ops& codec<std::chrono::year_month_day>::ops() { return detail::date_ops::ops; }

}  // namespace matview::inline v0
