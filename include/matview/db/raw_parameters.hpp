// Values given to SQL that the user wrote: each is encoded as the type that the server infers for its place.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <matview/query/operand.hpp>
#include <matview/wire/parameter.hpp>

namespace matview::inline v0::detail {

template <class O> struct rule_raw_parameter {
    static constexpr bool ok = has_codec<O>;
    static auto say() {
        static_assert(ok,
                      "matview: a parameter's type has no codec: give a value of a type that matview reads (see "
                      "docs/types.md), or specialise matview::codec for it");
    }
};

/// The type that a value is kept as until it is sent.
template <class O>
struct raw_type : std::conditional<std::is_convertible_v<const O&, std::string_view>, std::string, O> {};
template <class Clock, class D> struct raw_type<std::chrono::time_point<Clock, D>> {
    using type = std::chrono::time_point<Clock, std::chrono::microseconds>;
};
// PostgreSQL has no unsigned integers; those beyond int8 can still be written as numeric.
template <class O>
requires(is_integer<O>&& std::is_unsigned_v<O> && !wide_integer<O>) struct raw_type<O> {
    using type = long long;
};

template <class O>
requires wide_integer<O>
struct raw_type<O> {
    using type = numeric;
};

template <class O> struct raw_parameter_rules : rules<rule_raw_parameter<typename raw_type<O>::type>> {};
template <class V> struct raw_parameter_rules<std::optional<V>> : raw_parameter_rules<V> {};
template <> struct raw_parameter_rules<std::nullopt_t> : rules<> {};
template <> struct raw_parameter_rules<std::nullptr_t> : rules<> {};

template <class O> parameter raw_parameter(const O& value) {
    using type = typename raw_type<O>::type;
    if constexpr (std::is_same_v<O, std::nullopt_t> || std::is_same_v<O, std::nullptr_t>) {
        return parameter::null();
    } else if constexpr (is_optional<O>) {
        return value ? raw_parameter(*value) : parameter::null();
    } else if constexpr (std::is_same_v<type, std::string>) {
        return parameter::of(std::string(std::string_view(value)));
    } else if constexpr (std::is_same_v<type, O>) {
        return parameter::of<type>(value);
    } else if constexpr (wide_integer<O>) {
        return parameter::of(numeric(value));
    } else if constexpr (is_integer<O>) {
        if (!std::in_range<long long>(value)) return parameter::of(numeric(value));
        return parameter::of(static_cast<long long>(value));
    } else {
        return parameter::of(std::chrono::floor<std::chrono::microseconds>(value));
    }
}

template <class... P> std::vector<parameter> raw_parameters(const P&... values) {
    if constexpr (holds<raw_parameter_rules<P>...>())
        return {raw_parameter(values)...};
    else
        return {};
}

}  // namespace matview::inline v0::detail
