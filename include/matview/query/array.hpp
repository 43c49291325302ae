// Array columns beside lists; https://www.postgresql.org/docs/current/functions-array.html
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <matview/query/operand.hpp>
#include <matview/query/question.hpp>
#include <matview/wire/array.hpp>

namespace matview::inline v0::detail {

/// What the elements of an array's field are, NULL apart.
template <class V> using list_element = typename element_traits<typename container_traits<V>::element>::value;

/// A range whose elements, which may be std::optional, can stand beside elements of type E.
template <class O, class E> constexpr bool is_list_of() {
    if constexpr (requires(const O& list) { std::begin(list) != std::end(list); })
        return operand_of<E>::template accepts<
            typename element_traits<std::remove_cvref_t<decltype(*std::begin(std::declval<const O&>()))>>::value>;
    else
        return false;
}

/// A subscript, or a place in JSON: what int4 cannot hold is nowhere.
template <class I> parameter place_parameter(I place) {
    return std::in_range<std::int32_t>(place) ? parameter::typed(static_cast<std::int32_t>(place), pg::int4)
                                              : parameter::null();
}

template <class E, class Bound, class O> bool append_element(std::vector<std::optional<Bound>>& bound, const O& item) {
    if constexpr (is_optional<O>) {
        if (item) return append_element<E>(bound, *item);
        bound.emplace_back();
    } else if constexpr (is_integer<E>) {
        const auto value = operand_of<E>::convert(item);
        if (!value) return false;
        bound.emplace_back(*value);
    } else {
        bound.emplace_back(operand_of<E>::convert(item));
    }
    return true;
}
/// The list as one parameter; of the column's type, which the server infers, where none is declared.
template <class E, class R> parameter list_parameter(const R& list, list_rest rest, oid declared = 0) {
    std::vector<std::optional<typename bound_of<E>::type>> bound;
    for (auto&& item : list)
        if (!append_element<E>(bound, static_cast<const std::remove_cvref_t<decltype(item)>&>(item)) &&
            rest == list_rest::spoils)
            return parameter::null();
    return parameter::list_of(std::move(bound), rest, declared);
}

template <class V>
requires is_container<V>
struct operand_of<V> {
    template <class O> static constexpr bool accepts = is_list_of<O, list_element<V>>();
    template <class O> static parameter bound(const O& list) {
        return list_parameter<list_element<V>>(list, list_rest::spoils);
    }
};

/// Another column is an array of the same elements; a list may hold whatever can stand beside them.
template <class Column, class Operand> constexpr bool is_list_for() {
    if constexpr (is_term<Operand> && is_container<held_by<Operand>>)
        return std::is_same_v<list_element<held_by<Operand>>, list_element<Column>>;
    else
        return !is_term<Operand> && is_list_of<Operand, list_element<Column>>();
}
template <class Column, class Operand>
inline constexpr bool fits_contains_of_array =
    is_list_for<Column, Operand>() || operand_fits<list_element<Column>, held_by<Operand>>;
template <class Column, class Operand> struct rule_array_contains {
    static constexpr bool ok = fits_contains_of_array<Column, Operand>;
    static auto say() {
        static_assert(fits_contains_of_array<Column, Operand>,
                      "matview: contains takes, on an array, an element or a list of elements of the array's type: "
                      "contains(1), contains({1, 2})");
    }
};
template <class Column, class Operand> inline constexpr bool fits_list_of_array = is_list_for<Column, Operand>();
template <class Column, class Operand> struct rule_array_list {
    static constexpr bool ok = fits_list_of_array<Column, Operand>;
    static auto say() {
        static_assert(fits_list_of_array<Column, Operand>,
                      "matview: contained_by and overlaps take, on an array, a list of elements of the array's type: "
                      "overlaps({1, 2})");
    }
};

template <class V>
requires is_container<V>
struct questions<V> {
    static constexpr bool takes(question what) {
        return what == question::contains || what == question::contained_by || what == question::overlaps;
    }

    template <question What, class O>
    using rules_for = std::conditional_t<What == question::contains, rule_array_contains<V, O>, rule_array_list<V, O>>;

    template <question What, class O> static node_ptr ask(node_ptr array, const O& operand) {
        using E = list_element<V>;
        if constexpr (is_term<O> && !is_container<held_by<O>>) {
            return make_any_of(value_node(operand), std::move(array));
        } else if constexpr (is_term<O>) {
            return make_binary(std::move(array), operator_of(What), value_node(operand));
        } else if constexpr (!is_list_of<O, E>()) {
            return ask<What>(std::move(array), std::array<operand_type<O>, 1>{{operand}});
        } else {
            // A value that no element can be is contained in none; but it is no matter to what a list shares or covers.
            const list_rest rest = What == question::contains ? list_rest::spoils : list_rest::left_out;
            return make_binary(std::move(array), operator_of(What), make_value(list_parameter<E>(operand, rest)));
        }
    }
};

}  // namespace matview::inline v0::detail
