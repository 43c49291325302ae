#include <matview/wire/time_of_day.hpp>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "calendar.hpp"
#include "reading.hpp"

namespace matview::inline v0 {

void time_of_day::fail(std::chrono::microseconds since_midnight) {
    throw value_error(fmt::format("not a time of day: {} microseconds since midnight, where 0 to 86400000000 belong",
                                  since_midnight.count()));
}

std::string time_of_day::to_string() const {
    std::string text = fmt::format("{:02}:{:02}:{:02}", hour(), minute(), second());
    detail::append_fraction(text, microsecond());
    return text;
}

namespace detail {
namespace {

void read(cell value, time_of_day& field) {
    field = time_of_day(std::chrono::microseconds(read_exactly<std::int64_t>(value, "time without time zone")));
}

decode_fn decoder(oid type, bool optional, const type_registry&) {
    return type == pg::time ? decode_sized_by<time_of_day, &read>(optional) : nullptr;
}

encoded encode(const void* value, oid type, byte_writer& out, const type_registry&) {
    if (type != pg::time) return encoded::mismatch;
    out.integer(static_cast<std::int64_t>(static_cast<const time_of_day*>(value)->since_midnight().count()));
    return encoded::done;
}

void print(const void* value, std::string& out) { out += static_cast<const time_of_day*>(value)->to_string(); }

}  // namespace
}  // namespace detail

const detail::value_ops& codec<time_of_day>::ops() {
    static constexpr detail::value_ops ops{"matview::time_of_day", pg_type(pg::time), &detail::decoder, &detail::encode,
                                           &detail::print};
    return ops;
}

}  // namespace matview::inline v0
