// Codecs of float and double.
#include <cmath>
#include <optional>
#include <string>
#include <type_traits>

#include <matview/wire/numeric.hpp>
#include <matview/wire/scalars.hpp>

#include "reading.hpp"
#include "writing.hpp"

namespace matview::inline v0 {
namespace detail {
namespace {

// Rounds to the nearest float. Finite numbers from halfway above the largest float up would become infinity.
encoded write_rounded(double value, byte_writer& out) {
    constexpr double too_large = 0x1.ffffffp127;
    if (std::isfinite(value) && std::fabs(value) >= too_large) return encoded::not_held;
    write_float4(static_cast<float>(value), out);
    return encoded::done;
}

std::optional<std::int64_t> exact_integer(double value) {
    if (!(value >= -0x1p63 && value < 0x1p63) || std::trunc(value) != value) return std::nullopt;
    return static_cast<std::int64_t>(value);
}

template <class Float> struct floating_point_ops {
    static constexpr bool is_double = std::is_same_v<Float, double>;

    static decode_fn decoder(oid type, bool optional, const type_registry&) {
        if (type == pg::float4) return decode_sized_by<Float, &read_as<Float, float>>(optional);
        if (type == pg::int2) return decode_sized_by<Float, &read_as<Float, std::int16_t>>(optional);
        if constexpr (is_double) {
            if (type == pg::float8) return decode_sized_by<Float, &read_as<Float, double>>(optional);
            if (type == pg::int4) return decode_sized_by<Float, &read_as<Float, std::int32_t>>(optional);
        }
        return nullptr;
    }

    static encoded encode(const void* at, oid type, byte_writer& out, const type_registry& types) {
        const Float value = *static_cast<const Float*>(at);
        if (is_integer(type)) return write_integer(exact_integer(value), type, out);
        if (is_text(type)) return write_text(shortest_text(value), type, out);
        switch (type) {
            case pg::float4:
                return write_rounded(value, out);
            case pg::float8:
                write_float8(value, out);
                return encoded::done;
            case pg::numeric: {
                const numeric shortest(shortest_text(value));
                return codec<numeric>::ops().encode(&shortest, type, out, types);
            }
            default:
                return encoded::mismatch;
        }
    }

    static void print(const void* value, std::string& out) { out += shortest_text(*static_cast<const Float*>(value)); }

    // `int_column < 2.5` has to be compared as numbers with a fraction, though the server infers an integer for the parameter.
    static oid declare(oid inferred) { return is_integer(inferred) ? pg::float8 : 0; }

    static constexpr value_ops ops{is_double ? "double" : "float",
                                   pg_type(is_double ? pg::float8 : pg::float4),
                                   &decoder,
                                   &encode,
                                   &print,
                                   &declare};
};

}  // namespace
}  // namespace detail

const detail::value_ops& codec<float>::ops() { return detail::floating_point_ops<float>::ops; }
const detail::value_ops& codec<double>::ops() { return detail::floating_point_ops<double>::ops; }

}  // namespace matview::inline v0
