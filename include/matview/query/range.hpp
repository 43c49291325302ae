// Range and multirange columns beside values, ranges and multiranges; https://www.postgresql.org/docs/current/functions-range.html
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <matview/query/operand.hpp>
#include <matview/query/question.hpp>
#include <matview/wire/parameter.hpp>
#include <matview/wire/range.hpp>

namespace matview::inline v0 {
namespace detail {

template <class V> struct range_traits { static constexpr bool single = false, multiple = false; };
template <class T> struct range_traits<range<T>> {
    static constexpr bool single = true, multiple = false;
    using bound = T;
};
template <class T> struct range_traits<multirange<T>> {
    static constexpr bool single = false, multiple = true;
    using bound = T;
};
template <class V> inline constexpr bool is_range = range_traits<V>::single;
template <class V> inline constexpr bool is_multirange = range_traits<V>::multiple;
template <class V> using bound_in = typename range_traits<V>::bound;

template <class Column, class Operand>
inline constexpr bool is_range_for =
    std::is_same_v<Operand, range<bound_in<Column>>> || std::is_same_v<Operand, multirange<bound_in<Column>>>;
template <class T, class O> constexpr bool becomes_bound() {
    if constexpr (is_integer<T>)
        return is_integer<O>;
    else if constexpr (operand_fits<T, O>)
        return std::is_constructible_v<T, typename bound_of<T>::type>;
    else
        return false;
}
template <class T, class O> inline constexpr bool can_lie_in = becomes_bound<T, O>();

template <class Column, class Operand>
inline constexpr bool fits_contains_of_range =
    is_range_for<Column, held_by<Operand>> || operand_fits<bound_in<Column>, held_by<Operand>>;
template <class Column, class Operand> struct rule_range_contains {
    static constexpr bool ok = fits_contains_of_range<Column, Operand>;
    static auto say() {
        static_assert(
            fits_contains_of_range<Column, Operand>,
            "matview: contains takes, on a range, a value that can lie in it, or a range or multirange of the "
            "same type");
    }
};
template <class Column, class Operand> inline constexpr bool fits_range = is_range_for<Column, held_by<Operand>>;
template <class Column, class Operand> struct rule_range_operand {
    static constexpr bool ok = fits_range<Column, Operand>;
    static auto say() {
        static_assert(fits_range<Column, Operand>,
                      "matview: contained_by, overlaps, adjacent_to, fully_left and fully_right take, on a range, a "
                      "range or multirange of the same type");
    }
};

/// The value as what it would be read as from such a range; nothing where that cannot hold it.
template <class T, class O> std::optional<T> as_bound(const O& value) {
    if constexpr (is_integer<T>)
        return std::in_range<T>(value) ? std::optional<T>(static_cast<T>(value)) : std::nullopt;
    else
        return static_cast<T>(operand_of<T>::convert(value));
}

/// A value on its own, which as a parameter becomes the range or multirange of just that value: of the column's type, whatever that is over.
template <class T> struct lone { T value; };

/// [value, value]; behind the last integer there is no upper bound to write, and what contains it contains all from there on.
template <class T> struct lone_codec {
    static encoded as_range(const range<T>& one, oid type, byte_writer& out, const type_registry& types) {
        if (!is_multirange_type(type, types)) return ops_of<range<T>>().encode(&one, type, out, types);
        const multirange<T> alone{one};
        return ops_of<multirange<T>>().encode(&alone, type, out, types);
    }
    static encoded encode(const void* lone_value, oid type, byte_writer& out, const type_registry& types) {
        const T& value = static_cast<const lone<T>*>(lone_value)->value;
        const encoded what = as_range(range<T>::closed(value, value), type, out, types);
        return what == encoded::not_held ? as_range(range<T>::from(value), type, out, types) : what;
    }
    static decode_fn decoder(oid, bool, const type_registry&) { return nullptr; }
    static void print(const void* lone_value, std::string& out) {
        ops_of<T>().print(&static_cast<const lone<T>*>(lone_value)->value, out);
    }
    static const value_ops& ops() {
        static const value_ops made{ops_of<T>().cpp_name, ops_of<range<T>>().natural, &decoder, &encode, &print};
        return made;
    }
};

}  // namespace detail

template <class T> struct codec<detail::lone<T>> {
    static const detail::value_ops& ops() { return detail::lone_codec<T>::ops(); }
};

namespace detail {

template <class V>
requires(is_range<V> || is_multirange<V>) struct questions<V> {
    static constexpr bool takes(question what) { return what < question::has_key; }

    template <question What, class O>
    using rules_for =
        std::conditional_t<What == question::contains, rule_range_contains<V, O>, rule_range_operand<V, O>>;

    template <question What, class O> static node_ptr ask(node_ptr column, const O& operand) {
        // Of a range and a multirange either may stand on either side, but what the server infers a parameter to be is the column's type.
        if constexpr (is_range<V> && is_multirange<O>) column = make_call("pg_catalog.multirange", std::move(column));
        return make_binary(std::move(column), operator_of(What), right_side(operand));
    }

private:
    using T = bound_in<V>;

    template <class O> static node_ptr right_side(const O& operand) {
        if constexpr (is_term<O>)
            return value_node(operand);
        else if constexpr (std::is_same_v<O, V> || is_multirange<O>)
            return make_value(parameter::of(operand));
        else if constexpr (is_range<O>)
            return make_value(parameter::of(multirange<T>{operand}));
        else if (const std::optional<T> value = as_bound<T>(operand))
            return make_value(parameter::of(lone<T>{*value}));
        else
            return make_value(parameter::null());
    }
};

}  // namespace detail
}  // namespace matview::inline v0
