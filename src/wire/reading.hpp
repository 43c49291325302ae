// What the decoders share: a cell's bytes as a number, and the function for a field that may be wider than its column.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <string_view>

#include <matview/wire/codec.hpp>

namespace matview::inline v0::detail {

/// The integer that the cell is. Throws value_error unless the cell has exactly its size; `type` names it there.
template <std::integral Int> Int read_exactly(cell value, std::string_view type) {
    if (value.size != static_cast<std::int32_t>(sizeof(Int))) fail_size(type, sizeof(Int), value.size);
    return read_integer<Int>(value.data);
}

template <class Wire> Wire read_number(cell value);
template <> inline std::int16_t read_number(cell value) { return read_exactly<std::int16_t>(value, "smallint"); }
template <> inline std::int32_t read_number(cell value) { return read_exactly<std::int32_t>(value, "integer"); }
template <> inline std::int64_t read_number(cell value) { return read_exactly<std::int64_t>(value, "bigint"); }
template <> inline float read_number(cell value) {
    return std::bit_cast<float>(read_exactly<std::uint32_t>(value, "real"));
}
template <> inline double read_number(cell value) {
    return std::bit_cast<double>(read_exactly<std::uint64_t>(value, "double precision"));
}

/// Reads the number Wire into the same or a wider V.
template <class V, class Wire> void read_as(cell value, V& field) { field = static_cast<V>(read_number<Wire>(value)); }

/// For a Read that takes one size only: NULL, whose size is -1, is told apart once that has failed.
template <class V, void (*Read)(cell, V&)> void decode_sized(cell value, void* target, const decode_step&) {
    Read(value, *static_cast<V*>(target));
}
template <class V, void (*Read)(cell, V&)> decode_fn decode_sized_by(bool optional) {
    return optional ? &decode_optional<V, Read> : &decode_sized<V, Read>;
}

template <class V, void (*Read)(cell, V&)> decode_fn decode_by(bool optional) {
    return optional ? &decode_optional<V, Read> : &decode_plain<V, Read>;
}

}  // namespace matview::inline v0::detail
