// + - * / % on columns and expressions.
#pragma once

#include <matview/query/column.hpp>

namespace matview::inline v0 {
namespace detail {

/// What the server works with for a C++ type of numbers; void for all else.
template <class V> constexpr auto number_for() {
    if constexpr (is_integer<V>)
        return std::type_identity<std::int64_t>{};
    else if constexpr (std::is_floating_point_v<V>)
        return std::type_identity<double>{};
    else if constexpr (std::is_same_v<V, numeric>)
        return std::type_identity<numeric>{};
    else
        return std::type_identity<void>{};
}
template <class E> struct number_in { using type = typename decltype(number_for<E>())::type; };
template <class M, auto... Path> struct number_in<column_t<M, Path...>> {
    using field = path_field<Path...>;
    using type = std::conditional_t<field_traits<field>::relation, void,
                                    typename decltype(number_for<typename field_traits<field>::value>())::type>;
};
template <class T, class V> struct number_in<expression<T, V>> : number_in<V> {};
template <class E> using number_of = typename number_in<E>::type;

template <class... N> inline constexpr bool any_double = (std::is_same_v<N, double> || ...);
template <class... N> inline constexpr bool any_numeric = (std::is_same_v<N, numeric> || ...);
/// As PostgreSQL has it: double where one side is, else numeric where one side is, else bigint.
template <class... N>
using common_number =
    std::conditional_t<any_double<N...>, double, std::conditional_t<any_numeric<N...>, numeric, std::int64_t>>;

template <class... E> struct rule_numbers {
    static constexpr bool ok = (!std::is_void_v<number_of<E>> && ...);
    static auto say() {
        static_assert(ok,
                      "matview: + - * / % join numbers: columns of integers, double or matview::numeric, and values of "
                      "these types");
    }
};
template <class... E> struct rule_remainder {
    static constexpr bool ok = !any_double<number_of<E>...>;
    static auto say() {
        static_assert(ok, "matview: % takes integers and matview::numeric: PostgreSQL has no remainder of double");
    }
};

template <class L, class R> struct both_models : rules<> {};
template <class L, class R>
requires(is_term<L>&& is_term<R>) struct both_models<L, R>
    : rules<rule_same_model<typename term_model<L>::type, typename term_model<R>::type>> {
};
template <class L, class R>
struct arithmetic_rules : rules<term_rules<L>, term_rules<R>, rule_numbers<L, R>, both_models<L, R>> {};

constexpr std::string_view sql_type(std::type_identity<std::int64_t>) { return "pg_catalog.int8"; }
constexpr std::string_view sql_type(std::type_identity<double>) { return "pg_catalog.float8"; }
constexpr std::string_view sql_type(std::type_identity<numeric>) { return "pg_catalog.numeric"; }

// What is not worked out here is widened first: integer + integer would overflow at 2^31, and a numeric field may read an integer column,
// where / is another.
template <class E> node_ptr number_node(const E& e) {
    if constexpr (is_term<E>)
        return is_worked_out(value_node(e)) ? value_node(e)
                                            : make_cast(value_node(e), sql_type(std::type_identity<number_of<E>>{}));
    else if constexpr (is_integer<E>)
        return make_value(bind<std::int64_t>(e));
    else if constexpr (std::is_floating_point_v<E>)
        return make_value(parameter::typed(static_cast<double>(e), pg::float8));
    else
        return make_value(parameter::typed(e, pg::numeric));
}

template <class Also, class L, class R> auto calculate(const L& left, std::string_view op, const R& right) {
    using model = typename term_model<std::conditional_t<is_term<L>, L, R>>::type;
    if constexpr (holds<arithmetic_rules<L, R>, Also>())
        return expression<model, common_number<number_of<L>, number_of<R>>>(
            make_arithmetic(number_node(left), op, number_node(right)));
    else
        return expression<model, no_value>();
}

}  // namespace detail

template <class L, class R>
requires detail::operands<L, R>
auto operator+(const L& l, const R& r) { return detail::calculate<detail::rules<>>(l, "+", r); }
template <class L, class R>
requires detail::operands<L, R>
auto operator-(const L& l, const R& r) { return detail::calculate<detail::rules<>>(l, "-", r); }
template <class L, class R>
requires detail::operands<L, R>
auto operator*(const L& l, const R& r) { return detail::calculate<detail::rules<>>(l, "*", r); }
/// Between integers it leaves out the fraction, as in C++. Division by zero is an error of the server, 22012.
template <class L, class R>
requires detail::operands<L, R>
auto operator/(const L& l, const R& r) { return detail::calculate<detail::rules<>>(l, "/", r); }
template <class L, class R>
requires detail::operands<L, R>
auto operator%(const L& l, const R& r) { return detail::calculate<detail::rule_remainder<L, R>>(l, "%", r); }

template <class E>
requires detail::is_term<E>
auto operator-(const E& e) { return detail::calculate<detail::rules<>>(0, "-", e); }

}  // namespace matview::inline v0
