// From a column, an operator and an operand to a node.
#pragma once

#include <iterator>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <matview/query/array.hpp>
#include <matview/query/condition.hpp>
#include <matview/query/json_path.hpp>
#include <matview/query/operand.hpp>

namespace matview::inline v0::detail {

template <class F> struct rule_composite_order {
    static constexpr bool ok = key_size<typename field_traits<F>::value> == 1;
    static auto say() {
        static_assert(ok,
                      "matview: a composite key is compared by == and != only: compare its parts through the related "
                      "model's columns");
    }
};
template <class V> struct rule_ordered {
    static constexpr bool ok = !is_container<V> && !is_json<V>;
    static auto say() {
        static_assert(ok,
                      "matview: arrays and JSON are compared by == and != only: for an order take an element, .at(1), "
                      "the .length(), or a value of the JSON, [key].as<double>()");
    }
};
template <class Column, class Other>
inline constexpr bool comparable =
    std::is_same_v<Column, Other> || operand_fits<Column, Other> || operand_fits<Other, Column>;
template <class Column, class Other> struct rule_comparable_columns {
    static constexpr bool ok = comparable<Column, Other>;
    static auto say() {
        static_assert(comparable<Column, Other>,
                      "matview: these two columns hold different types and cannot be compared: cast one in the view's "
                      "definition");
    }
};
template <class R> struct rule_list {
    static constexpr bool ok = requires(const R& values) {
        std::begin(values) != std::end(values);
        *std::begin(values);
    };
    static auto say() { static_assert(ok, "matview: in takes a list of values: in({1, 2}), or a container of them"); }
};

inline node_ptr apply(node_ptr left, std::string_view op, node_ptr right) {
    if (op == "<>")
        return make_not_true(make_binary(std::move(left), "=", std::move(right)));  // keeps NULLs, as Django's exclude
    return make_binary(std::move(left), op, std::move(right));
}

/// What is compared by = and its like: JSON as jsonb, for json has no operators.
template <class V> node_ptr comparable_node(node_ptr value) {
    if constexpr (is_json<V>)
        return as_jsonb(std::move(value));
    else
        return value;
}

/// As compare_value and compare_order, for what stands in one piece.
template <class V, class O> node_ptr compare_root(node_ptr left, std::string_view op, const O& operand) {
    if constexpr (std::is_same_v<O, std::nullopt_t>)
        return op == "=" ? make_is_null(std::move(left)) : make_not_true(make_is_null(std::move(left)));
    else
        return apply(comparable_node<V>(std::move(left)), op, make_value(bind<V>(operand)));
}

template <class V, class O>
node_ptr compare_part(const path_info& path, std::size_t part, std::string_view op, const O& operand) {
    return apply(comparable_node<V>(make_column(path, part)), op, make_value(bind<V>(operand)));
}

template <class F> node_ptr compare_null(const path_info& path) {
    node_ptr any_null;
    for (std::size_t part = 0; part < key_size<typename field_traits<F>::value>; ++part) {
        node_ptr test = make_is_null(make_column(path, part));
        any_null = any_null ? make_any(std::move(any_null), std::move(test)) : std::move(test);
    }
    return any_null;
}

template <class K, class O, std::size_t... Part>
node_ptr compare_tuple(const path_info& path, const O& operand, std::index_sequence<Part...>) {
    node_ptr all;
    ((all = make_all(std::move(all),
                     compare_part<std::tuple_element_t<Part, K>>(path, Part, "=", std::get<Part>(operand)))),
     ...);
    return all;
}

/// O is a row or a foreign_key of the model that F refers to.
template <class F, class O> constexpr bool holds_key() {
    if constexpr (field_traits<F>::relation) {
        using model = typename field_traits<F>::model;
        return std::is_same_v<O, model> || std::is_same_v<O, foreign_key<model, typename field_traits<F>::value>>;
    } else {
        return false;
    }
}

/// The operand, or the key that it holds.
template <class F, class O> decltype(auto) plain_operand(const O& operand) {
    if constexpr (holds_key<F, O>())
        return key_operand<typename field_traits<F>::model, typename field_traits<F>::value>(operand);
    else
        return (operand);
}

/// What may stand beside a field F: behind == and !=, in a list, behind < <= > >= (which composite keys do not have).
template <class F, class O>
struct element_rules
    : std::conditional_t<holds_key<F, O>(), rules<>, operand_rules<typename field_traits<F>::value, operand_type<O>>> {
};
template <class F, class O> struct equality_rules : element_rules<F, O> {};
template <class F> struct equality_rules<F, std::nullopt_t> : rules<> {};
template <class F, class O>
struct ordering_rules
    : rules<rule_composite_order<F>, rule_ordered<typename field_traits<F>::value>, element_rules<F, O>> {};

/// `op` is = or <>.
template <class F, class O> node_ptr compare_value(const path_info& path, std::string_view op, const O& operand) {
    using V = typename field_traits<F>::value;
    if constexpr (std::is_same_v<O, std::nullopt_t>) {
        return op == "=" ? compare_null<F>(path) : make_not_true(compare_null<F>(path));
    } else if constexpr (key_size<V> == 1) {
        return compare_part<V>(path, 0, op, plain_operand<F>(operand));
    } else {
        node_ptr equal = compare_tuple<V>(path, V(plain_operand<F>(operand)), std::make_index_sequence<key_size<V>>{});
        return op == "=" ? equal : make_not_true(std::move(equal));
    }
}

/// As compare_value, for < <= > >=.
template <class F, class O> node_ptr compare_order(const path_info& path, std::string_view op, const O& operand) {
    return compare_part<typename field_traits<F>::value>(path, 0, op, plain_operand<F>(operand));
}

/// Column with column; `op` is one of all six.
template <class A, class B>
node_ptr compare_columns(const path_info& left, std::string_view op, const path_info& right) {
    if constexpr (key_size<A> == 1) {
        return apply(comparable_node<A>(make_column(left)), op, comparable_node<A>(make_column(right)));
    } else {
        node_ptr equal;
        for (std::size_t part = 0; part < key_size<A>; ++part)
            equal = make_all(std::move(equal), apply(make_column(left, part), "=", make_column(right, part)));
        return op == "=" ? equal : make_not_true(std::move(equal));
    }
}

template <class V, class Bound, class O> void append_bound(std::vector<Bound>& bound, const O& operand) {
    if constexpr (is_integer<V>) {
        if (const auto value = operand_of<V>::convert(operand)) bound.push_back(*value);
    } else {
        bound.push_back(operand_of<V>::convert(operand));
    }
}
template <class R> using element_of = std::remove_cvref_t<decltype(*std::begin(std::declval<const R&>()))>;

template <class F, class R> struct elements_rules : element_rules<F, element_of<R>> {};
template <class Column, class Operand>
inline constexpr bool are_lists_of = !is_container<Column> || operand_fits<Column, Operand>;
template <class Column, class Operand> struct rule_lists_in {
    static constexpr bool ok = are_lists_of<Column, Operand>;
    static auto say() {
        static_assert(
            are_lists_of<Column, Operand>,
            "matview: in takes, on an array, whole lists, one of which the array equals: to look at its elements "
            "ask contains or overlaps");
    }
};
template <class F, class R> struct lists_rules : rule_lists_in<typename field_traits<F>::value, element_of<R>> {};
template <class F, class R> struct list_rules : rules<rule_list<R>, lists_rules<F, R>, elements_rules<F, R>> {};

template <class V, class R> node_ptr value_in(node_ptr left, const R& values) {
    if constexpr (is_composed<V>) {  // PostgreSQL has no arrays of arrays, and none of records whose type it infers
        node_ptr any = make_never();
        for (const auto& value : values) any = make_any(std::move(any), compare_root<V>(left, "=", value));
        return any;
    } else {
        std::vector<typename bound_of<V>::type> bound;
        for (const auto& value : values) append_bound<V>(bound, static_cast<const element_of<R>&>(value));
        return make_any_of(comparable_node<V>(std::move(left)), make_value(parameter::array_of(std::move(bound))));
    }
}

template <class F, class R> node_ptr compare_in(const path_info& path, const R& values) {
    using V = typename field_traits<F>::value;
    using O = element_of<R>;
    if constexpr (key_size<V> != 1) {
        node_ptr any = make_never();
        for (const auto& value : values) any = make_any(std::move(any), compare_value<F>(path, "=", value));
        return any;
    } else if constexpr (holds_key<F, O>()) {
        std::vector<V> keys;
        for (const auto& value : values) keys.push_back(plain_operand<F>(value));
        return compare_in<F>(path, keys);
    } else {
        return value_in<V>(make_column(path), values);
    }
}

}  // namespace matview::inline v0::detail
