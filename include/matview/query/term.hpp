// What conditions are made of, known by name only: columns, and values worked out from them.
#pragma once

#include <type_traits>

#include <matview/model/path.hpp>
#include <matview/model/rules.hpp>
#include <matview/query/condition.hpp>

namespace matview::inline v0 {

template <class Model, auto... Path> struct column_t;
template <class T, class V> class expression;

namespace detail {

template <class E> inline constexpr bool is_column = false;
template <class M, auto... Path> inline constexpr bool is_column<column_t<M, Path...>> = true;

template <class E> inline constexpr bool is_expression = false;
template <class T, class V> inline constexpr bool is_expression<expression<T, V>> = true;

/// A column, a value worked out, a condition: what operators are there for.
template <class E> inline constexpr bool is_term = is_column<E> || is_expression<E> || is_condition<E>;

/// What an expression is of that a broken rule leaves behind: the sentence has been said, and what is built on it says no more.
struct no_value {};
struct rule_said {
    static constexpr bool ok = false;
    static auto say() {}
};

template <class E> struct term_rules : rules<> {};
template <class T> struct term_rules<expression<T, no_value>> : rules<rule_said> {};
template <class M, auto... Path> struct term_rules<column_t<M, Path...>> : column_rules<Path...> {};

/// What the rows hold in the place of a term, NULL apart; of a foreign key its key. Of all else it is the thing itself.
template <class E> struct held { using type = E; };
template <class M, auto... Path> struct held<column_t<M, Path...>> {
    using type = typename field_traits<path_field<Path...>>::value;
};
template <class T, class V> struct held<expression<T, V>> { using type = V; };
template <class E> using held_by = typename held<E>::type;

/// The node of a column or of an expression.
template <class E> node_ptr value_node(const E& e) {
    if constexpr (is_column<E>)
        return make_column(E::path());
    else
        return e.root();
}

}  // namespace detail
}  // namespace matview::inline v0
