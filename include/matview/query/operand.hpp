// What a column can be compared with: the operand's type is checked against the column's, and made a parameter.
#pragma once

#include <chrono>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <matview/model/rules.hpp>
#include <matview/wire/builtin.hpp>
#include <matview/wire/parameter.hpp>

namespace matview::inline v0::detail {

template <class O>
inline constexpr bool is_integer = std::is_integral_v<O> && !std::is_same_v<O, bool> && !is_character<O>;

template <class O> inline constexpr bool is_optional = false;
template <class V> inline constexpr bool is_optional<std::optional<V>> = true;

/// How operands of a column whose values are V are taken: `accepts<O>`, and `convert` to what is bound, or `bound` to the parameter itself.
template <class V> struct operand_of {
    template <class O> static constexpr bool accepts = std::is_convertible_v<const O&, V>;
    static V convert(V value) { return value; }
};
template <> struct operand_of<bool> {
    template <class O> static constexpr bool accepts = std::is_same_v<O, bool>;
    static bool convert(bool value) { return value; }
};
// Every integer is bound as int8, which is right with every integer column and its indexes.
template <class V>
requires is_integer<V>
struct operand_of<V> {
    template <class O> static constexpr bool accepts = is_integer<O>;
    template <class O> static std::optional<long long> convert(O value) {
        if (!std::in_range<long long>(value)) return std::nullopt;  // beyond every integer column
        return static_cast<long long>(value);
    }
};
template <class V>
requires std::is_floating_point_v<V>
struct operand_of<V> {
    template <class O> static constexpr bool accepts = is_integer<O> || std::is_floating_point_v<O>;
    template <class O> static double convert(O value) { return static_cast<double>(value); }
};
template <> struct operand_of<char> {
    template <class O> static constexpr bool accepts = std::is_same_v<O, char>;
    static char convert(char value) { return value; }
};
template <> struct operand_of<numeric> {
    template <class O> static constexpr bool accepts = counting_integer<O> || std::is_same_v<O, numeric>;
    static numeric convert(numeric value) { return value; }
};
template <> struct operand_of<std::string> {
    template <class O> static constexpr bool accepts = std::is_convertible_v<const O&, std::string_view>;
    static std::string convert(std::string_view value) { return std::string(value); }
};
template <> struct operand_of<std::string_view> : operand_of<std::string> {};
template <class Clock, class O> inline constexpr bool is_time = false;
template <class Clock, class D> inline constexpr bool is_time<Clock, std::chrono::time_point<Clock, D>> = true;

template <class Clock> struct operand_of<std::chrono::time_point<Clock, std::chrono::microseconds>> {
    using bound = std::chrono::time_point<Clock, std::chrono::microseconds>;
    template <class O> static constexpr bool accepts = is_time<Clock, O>;
    template <class D> static bound convert(std::chrono::time_point<Clock, D> value) {
        return std::chrono::floor<std::chrono::microseconds>(value);
    }
};

template <class T> struct operand_of<or_infinity<T>> {
    template <class O>
    static constexpr bool accepts = operand_of<T>::template accepts<O> || std::is_same_v<O, or_infinity<T>>;
    template <class O> static or_infinity<T> convert(const O& value) {
        if constexpr (std::is_same_v<O, or_infinity<T>>)
            return value;
        else
            return operand_of<T>::convert(value);
    }
};
// std::bitset is made from integers unasked.
template <std::size_t N> struct operand_of<std::bitset<N>> {
    template <class O> static constexpr bool accepts = std::is_same_v<O, std::bitset<N>>;
    static std::bitset<N> convert(const std::bitset<N>& value) { return value; }
};

template <class O> inline constexpr bool is_span_of_time = std::is_same_v<O, interval>;
template <class Rep, class Period>
inline constexpr bool is_span_of_time<std::chrono::duration<Rep, Period>> = interval_duration<Rep, Period>;

// Of any unit, since the server compares intervals of all kinds.
template <class V>
requires is_span_of_time<V>
struct operand_of<V> {
    template <class O> static constexpr bool accepts = is_span_of_time<O>;
    static interval convert(const interval& value) { return value; }
    template <class Rep, class Period> static interval convert(std::chrono::duration<Rep, Period> value) {
        if (!std::in_range<std::int64_t>(value.count())) return interval::infinity();
        return to_interval(static_cast<std::int64_t>(value.count()), interval_unit<Period>::microseconds);
    }
};

// The names of their parameters are a part of what compilers say of a broken rule: the column's values, and what stands beside them.

template <class Column, class Operand> struct rule_not_nullptr {
    static constexpr bool ok = !std::is_same_v<Operand, std::nullptr_t>;
    static auto say() {
        static_assert(ok,
                      "matview: a column is not compared with nullptr: write `== std::nullopt` or .is_null() for NULL");
    }
};
template <class Column, class Operand> struct rule_not_optional {
    static constexpr bool ok = !is_optional<Operand>;
    static auto say() {
        static_assert(ok,
                      "matview: a column is not compared with a std::optional: compare with *value where there is one, "
                      "use .is_null() where not");
    }
};
template <class Column, class Operand>
inline constexpr bool operand_fits = operand_of<Column>::template accepts<Operand>;
template <class Column, class Operand> struct rule_json_typed {
    static constexpr bool ok = !is_json<Column> || operand_fits<Column, Operand>;
    static auto say() {
        static_assert(!is_json<Column> || operand_fits<Column, Operand>,
                      "matview: JSON is compared with JSON of the field's type; to compare it as a number, a text or a "
                      "truth, say as which: [key].as<std::int64_t>() == 1");
    }
};
template <class Column, class Operand> struct rule_operand {
    static constexpr bool ok = operand_fits<Column, Operand>;
    static auto say() {
        static_assert(
            operand_fits<Column, Operand>,
            "matview: the operand's type does not fit the column's: give a value of the type that the field has");
    }
};

/// An O may stand beside a column of values V.
template <class V, class O>
struct operand_rules
    : rules<rule_not_nullptr<V, O>, rule_not_optional<V, O>, rule_json_typed<V, O>, rule_operand<V, O>> {};

/// A C array of characters is taken as the text that it holds.
template <class O> using operand_type = std::conditional_t<std::is_array_v<O>, const std::remove_extent_t<O>*, O>;

/// What operands of a column of V are bound as.
template <class V> struct bound_of { using type = decltype(operand_of<V>::convert(std::declval<V>())); };
template <class V>
requires is_integer<V>
struct bound_of<V> {
    using type = long long;
};

template <class V, class O> parameter bind(const O& operand) {
    if constexpr (requires { operand_of<V>::bound(operand); }) {
        return operand_of<V>::bound(operand);
    } else if constexpr (is_integer<V>) {
        const auto value = operand_of<V>::convert(operand);
        return value ? parameter::of_integer(*value) : parameter::null();
    } else {
        return parameter::of(operand_of<V>::convert(operand));
    }
}

/// The key that a foreign_key, or a row of its model, holds.
template <class T, class K> K key_operand(const foreign_key<T, K>& holder) { return holder.key(); }

}  // namespace matview::inline v0::detail
