#include <matview/wire/or_infinity.hpp>

#include <limits>
#include <string_view>

#include <matview/error.hpp>

#include "reading.hpp"

namespace matview::inline v0 {
namespace detail {

void fail_infinite(infinite which) {
    throw value_error(which == infinite::after_all ? "infinity has no finite value: ask is_finite() before"
                                                   : "-infinity has no finite value: ask is_finite() before");
}

namespace {

/// Wire is the integer that T travels as: its largest value stands for infinity, its smallest for -infinity.
template <class T, class Wire> struct or_infinity_ops {
    using value_type = or_infinity<T>;
    using limits = std::numeric_limits<Wire>;

    static void read(cell value, value_type& field) {
        const bool whole = value.size == static_cast<std::int32_t>(sizeof(Wire));
        const Wire wire = whole ? read_integer<Wire>(value.data) : Wire{0};
        if (wire == limits::max()) {
            field = value_type::infinity();
        } else if (wire == limits::min()) {
            field = value_type::minus_infinity();
        } else {
            T finite{};
            const oid type = codec<T>::ops().natural.id;
            codec<T>::ops().decoder(type, false, builtin_types())(value, &finite, {.type = type});
            field = finite;
        }
    }

    static decode_fn decoder(oid type, bool optional, const type_registry&) {
        return type == codec<T>::ops().natural.id ? decode_by<value_type, &read>(optional) : nullptr;
    }

    static encoded encode(const void* at, oid type, byte_writer& out, const type_registry& types) {
        const auto& value = *static_cast<const value_type*>(at);
        if (value.is_finite()) return codec<T>::ops().encode(&value.value(), type, out, types);
        if (type != codec<T>::ops().natural.id) return encoded::mismatch;
        out.integer(value.is_infinity() ? limits::max() : limits::min());
        return encoded::done;
    }

    static void print(const void* at, std::string& out) {
        const auto& value = *static_cast<const value_type*>(at);
        if (value.is_finite())
            codec<T>::ops().print(&value.value(), out);
        else
            out += value.is_infinity() ? "infinity" : "-infinity";
    }

    static value_ops make(std::string_view cpp_name) {
        return {cpp_name, codec<T>::ops().natural, &decoder, &encode, &print};
    }
};

}  // namespace
}  // namespace detail

const detail::value_ops& codec<or_infinity<std::chrono::year_month_day>>::ops() {
    static const detail::value_ops ops = detail::or_infinity_ops<std::chrono::year_month_day, std::int32_t>::make(
        "matview::or_infinity<std::chrono::year_month_day>");
    return ops;
}
const detail::value_ops& codec<or_infinity<std::chrono::sys_time<std::chrono::microseconds>>>::ops() {
    using time = std::chrono::sys_time<std::chrono::microseconds>;
    static const detail::value_ops ops = detail::or_infinity_ops<time, std::int64_t>::make(
        "matview::or_infinity<std::chrono::sys_time<std::chrono::microseconds>>");
    return ops;
}
const detail::value_ops& codec<or_infinity<std::chrono::local_time<std::chrono::microseconds>>>::ops() {
    using time = std::chrono::local_time<std::chrono::microseconds>;
    static const detail::value_ops ops = detail::or_infinity_ops<time, std::int64_t>::make(
        "matview::or_infinity<std::chrono::local_time<std::chrono::microseconds>>");
    return ops;
}

}  // namespace matview::inline v0
