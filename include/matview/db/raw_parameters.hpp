// Values given to SQL that the user wrote: each is encoded as the type that the server infers for its place.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <matview/query/operand.hpp>
#include <matview/wire/parameter.hpp>

namespace matview::detail {

template <class O> struct rule_raw_parameter {
    static constexpr bool ok = has_codec<O>;
    static_assert(ok,
                  "matview: a parameter's type has no codec: give a value of a type that matview reads (see "
                  "docs/types.md), or specialise matview::codec for it");
};

/// The type that a value is kept as until it is sent.
template <class O> auto raw_value(const O& value) {
    if constexpr (std::is_convertible_v<const O&, std::string_view>)
        return std::string(std::string_view(value));
    else
        return value;
}

template <class O> parameter raw_parameter(const O& value) {
    if constexpr (std::is_same_v<O, std::nullopt_t> || std::is_same_v<O, std::nullptr_t>) {
        return parameter::null();
    } else if constexpr (is_optional<O>) {
        return value ? raw_parameter(*value) : parameter::null();
    } else if constexpr (is_integer<O> && std::is_unsigned_v<O>) {
        // PostgreSQL has no unsigned integers; those beyond int8 can still be written as numeric.
        if (!std::in_range<long long>(value)) return parameter::of(numeric(value));
        return parameter::of(static_cast<long long>(value));
    } else {
        using kept = decltype(raw_value(value));
        if constexpr (rule_raw_parameter<kept>::ok)
            return parameter::of<kept>(raw_value(value));
        else
            return parameter::null();
    }
}
template <class D> parameter raw_parameter(const std::chrono::sys_time<D>& value) {
    return parameter::of(std::chrono::floor<std::chrono::microseconds>(value));
}
template <class D> parameter raw_parameter(const std::chrono::local_time<D>& value) {
    return parameter::of(std::chrono::floor<std::chrono::microseconds>(value));
}

template <class... P> std::vector<parameter> raw_parameters(const P&... values) { return {raw_parameter(values)...}; }

}  // namespace matview::detail
