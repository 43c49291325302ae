// What the encoders share: numbers and text in the types that several C++ types can be written as.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <matview/wire/codec.hpp>

namespace matview::inline v0::detail {

/// text, varchar, char(n), name, and a literal of no type
bool is_text(oid type) noexcept;
/// int2, int4, int8
bool is_integer(oid type) noexcept;

/// Throws invalid_text for text that PostgreSQL's text cannot hold: a NUL character, or what is not UTF-8.
void check_text(std::string_view text);
/// Writes valid UTF-8 as a type of is_text, or one with the same binary form. `name` holds 63 bytes.
encoded write_text(std::string_view text, oid type, byte_writer& out);
/// Writes it as a type of is_integer; not_held where it is out of range.
encoded write_integer(std::int64_t value, oid type, byte_writer& out);
/// not_held for no value.
encoded write_integer(std::optional<std::int64_t> value, oid type, byte_writer& out);
void write_float4(float value, byte_writer& out);
void write_float8(double value, byte_writer& out);

/// The fewest digits that read back as the same number, in the server's notation: "0.1", "1e+22", "NaN", "-Infinity". (Its own digits are
/// now and then one more, from 2^53 up, since it takes no number that lies exactly halfway to the next.)
std::string shortest_text(float value);
std::string shortest_text(double value);

}  // namespace matview::inline v0::detail
