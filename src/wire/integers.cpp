// Codecs of the signed integers.
#include <limits>
#include <string>

#include <matview/wire/numeric.hpp>
#include <matview/wire/scalars.hpp>

#include "reading.hpp"
#include "writing.hpp"

namespace matview::inline v0 {
namespace detail {
namespace {

encoded write_oid(std::int64_t value, byte_writer& out) {
    if (value < 0 || value > std::numeric_limits<std::uint32_t>::max()) return encoded::not_held;
    out.integer(static_cast<std::uint32_t>(value));
    return encoded::done;
}

// 2^63 itself is a float that the nearest integers round to, and that no std::int64_t holds.
template <class Float> bool is_exact(std::int64_t value) {
    const auto rounded = static_cast<Float>(value);
    return rounded < static_cast<Float>(0x1p63) && static_cast<std::int64_t>(rounded) == value;
}

encoded encode_integer(std::int64_t value, oid type, byte_writer& out) {
    if (is_integer(type)) return write_integer(value, type, out);
    if (is_text(type)) return write_text(std::to_string(value), type, out);
    switch (type) {
        case pg::oid_:
        case pg::xid:
        case pg::cid:
            return write_oid(value, out);
        case pg::xid8:
            if (value < 0) return encoded::not_held;
            out.integer(value);
            return encoded::done;
        case pg::numeric: {
            const numeric exact = value;
            return codec<numeric>::ops().encode(&exact, type, out, builtin_types());
        }
        case pg::float4:
            if (!is_exact<float>(value)) return encoded::not_held;
            write_float4(static_cast<float>(value), out);
            return encoded::done;
        case pg::float8:
            if (!is_exact<double>(value)) return encoded::not_held;
            write_float8(static_cast<double>(value), out);
            return encoded::done;
        default:
            return encoded::mismatch;
    }
}

// They are numbers without a sign, which only a wider integer holds.
template <class Int> void read_oid(cell value, Int& field) {
    field = static_cast<Int>(read_exactly<std::uint32_t>(value, "oid"));
}

template <class Int> struct integer_ops {
    static decode_fn decoder(oid type, bool optional, const type_registry&) {
        if (type == pg::int2) return decode_sized_by<Int, &read_as<Int, std::int16_t>>(optional);
        if constexpr (sizeof(Int) >= 4) {
            if (type == pg::int4) return decode_sized_by<Int, &read_as<Int, std::int32_t>>(optional);
        }
        if constexpr (sizeof(Int) >= 8) {
            if (type == pg::int8) return decode_sized_by<Int, &read_as<Int, std::int64_t>>(optional);
            if (type == pg::oid_ || type == pg::xid || type == pg::cid) return decode_by<Int, &read_oid<Int>>(optional);
        }
        return nullptr;
    }
    static encoded encode(const void* value, oid type, byte_writer& out, const type_registry&) {
        return encode_integer(*static_cast<const Int*>(value), type, out);
    }
    static void print(const void* value, std::string& out) { out += std::to_string(*static_cast<const Int*>(value)); }

    static constexpr std::string_view name = sizeof(Int) == 2   ? "std::int16_t"
                                             : sizeof(Int) == 4 ? "std::int32_t"
                                                                : "std::int64_t";
    static constexpr oid natural = sizeof(Int) == 2 ? pg::int2 : sizeof(Int) == 4 ? pg::int4 : pg::int8;
    static constexpr value_ops ops{name, pg_type(natural), &decoder, &encode, &print};
};

}  // namespace
}  // namespace detail

const detail::value_ops& codec<short>::ops() { return detail::integer_ops<short>::ops; }
const detail::value_ops& codec<int>::ops() { return detail::integer_ops<int>::ops; }
const detail::value_ops& codec<long>::ops() { return detail::integer_ops<long>::ops; }
const detail::value_ops& codec<long long>::ops() { return detail::integer_ops<long long>::ops; }

}  // namespace matview::inline v0
