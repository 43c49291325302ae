#include "writing.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "utf8.hpp"

namespace matview::inline v0::detail {
namespace {

template <class Int> encoded write_narrowed(std::int64_t value, byte_writer& out) {
    if (value < std::numeric_limits<Int>::min() || value > std::numeric_limits<Int>::max()) return encoded::not_held;
    out.integer(static_cast<Int>(value));
    return encoded::done;
}

// The server writes an exponent where the number has more digits before the point than the type is sure of, or is below 0.0001.
template <class Float> std::string text_of(Float value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
    const auto size = std::fabs(value);
    constexpr Float largest_plain = std::numeric_limits<Float>::digits10 == 15 ? Float(1e15) : Float(1e6);
    const bool plain = size == 0 || (size >= Float(1e-4) && size < largest_plain);
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value,
                                   plain ? std::chars_format::fixed : std::chars_format::scientific);
    return {buffer, end.ptr};
}

}  // namespace

bool is_text(oid type) noexcept {
    return type == pg::text || type == pg::varchar || type == pg::bpchar || type == pg::name || type == pg::unknown;
}

bool is_integer(oid type) noexcept { return type == pg::int2 || type == pg::int4 || type == pg::int8; }

// The server would refuse such text too, but with an error that aborts the transaction.
void check_text(std::string_view text) {
    if (const auto at = text.find('\0'); at != text.npos)
        throw invalid_text({.message = fmt::format("text with a NUL character at byte {}", at),
                            .hint = "PostgreSQL's text cannot hold it: refuse it where it comes from, or use bytea"});
    if (const auto at = find_invalid_utf8(text); at != text.npos)
        throw invalid_text({.message = fmt::format("text that is not UTF-8: 0x{:02x} at byte {}",
                                                   static_cast<unsigned char>(text[at]), at),
                            .hint = "convert it to UTF-8 first, or refuse it where it comes from"});
}

encoded write_text(std::string_view text, oid type, byte_writer& out) {
    constexpr std::size_t longest_name = 63;
    if (type == pg::name && text.size() > longest_name) return encoded::not_held;
    out.raw(text);
    return encoded::done;
}

encoded write_integer(std::int64_t value, oid type, byte_writer& out) {
    if (type == pg::int2) return write_narrowed<std::int16_t>(value, out);
    if (type == pg::int4) return write_narrowed<std::int32_t>(value, out);
    if (type == pg::int8) return write_narrowed<std::int64_t>(value, out);
    return encoded::mismatch;
}

encoded write_integer(std::optional<std::int64_t> value, oid type, byte_writer& out) {
    return value ? write_integer(*value, type, out) : encoded::not_held;
}

void write_float4(float value, byte_writer& out) { out.integer(std::bit_cast<std::uint32_t>(value)); }
void write_float8(double value, byte_writer& out) { out.integer(std::bit_cast<std::uint64_t>(value)); }

std::string shortest_text(float value) { return text_of(value); }
std::string shortest_text(double value) { return text_of(value); }

}  // namespace matview::inline v0::detail
