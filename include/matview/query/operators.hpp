// == != < <= > >= && || ! on columns and conditions.
#pragma once

#include <matview/query/arithmetic.hpp>
#include <matview/query/column.hpp>

namespace matview::inline v0 {
namespace detail {

template <class L, class R> struct rule_no_chain {
    static constexpr bool ok = !is_condition<L> && !is_condition<R>;
    static auto say() {
        static_assert(ok, "matview: comparisons cannot be chained: write 1 < c && c < 3, or c.between(1, 3)");
    }
};
template <class... E> struct rule_logical {
    static constexpr bool ok = (is_logical<E> && ...);
    static auto say() {
        static_assert(
            ok,
            "matview: && and || join conditions, ! takes one: compare each column first, as in col<&T::a> == 1 "
            "&& col<&T::b> > 2");
    }
};

/// What an operator gives: a condition about the model of its left side, or of its right one.
template <class L, class R>
using result_of = condition<typename term_model<std::conditional_t<is_term<L>, L, R>>::type>;

/// What may be compared with what; looked at when the terms themselves are right.
template <bool Ordered, class F, class O>
using beside_rules = std::conditional_t<Ordered, ordering_rules<F, O>, equality_rules<F, O>>;
template <bool Ordered, class L, class R> struct side_rules : rules<> {};
template <bool Ordered, class M, auto... L, class R> struct side_rules<Ordered, column_t<M, L...>, R> {
    using broken = typename beside_rules<Ordered, path_field<L...>, R>::broken;
};
template <bool Ordered, class L, class M, auto... R> struct side_rules<Ordered, L, column_t<M, R...>> {
    using broken = typename beside_rules<Ordered, path_field<R...>, L>::broken;
};
template <bool Ordered, class M, auto... L, class N, auto... R>
struct side_rules<Ordered, column_t<M, L...>, column_t<N, R...>> {
    using A = path_field<L...>;
    using B = path_field<R...>;
    using broken = typename rules<
        rule_same_model<M, N>,
        rule_comparable_columns<typename field_traits<A>::value, typename field_traits<B>::value>,
        std::conditional_t<Ordered, rules<rule_composite_order<A>, rule_ordered<held_by<column_t<M, L...>>>>,
                           rules<>>>::broken;
};
template <bool Ordered, class T, class V, class R> struct side_rules<Ordered, expression<T, V>, R> {
    using broken = typename beside_rules<Ordered, V, R>::broken;
};
template <bool Ordered, class L, class T, class V> struct side_rules<Ordered, L, expression<T, V>> {
    using broken = typename beside_rules<Ordered, V, L>::broken;
};
template <bool Ordered, class T, class A, class U, class B>
struct two_values_rules : rules<rule_same_model<T, U>, rule_comparable_columns<A, B>,
                                std::conditional_t<Ordered, rule_ordered<A>, rules<>>> {};
template <bool Ordered, class T, class A, class U, class B>
struct side_rules<Ordered, expression<T, A>, expression<U, B>> : two_values_rules<Ordered, T, A, U, B> {};
template <bool Ordered, class T, class A, class M, auto... R>
struct side_rules<Ordered, expression<T, A>, column_t<M, R...>> {
    using broken = typename two_values_rules<Ordered, T, A, M, held_by<column_t<M, R...>>>::broken;
};
template <bool Ordered, class M, auto... L, class U, class B>
struct side_rules<Ordered, column_t<M, L...>, expression<U, B>> {
    using broken = typename two_values_rules<Ordered, M, held_by<column_t<M, L...>>, U, B>::broken;
};
template <bool Ordered, class L, class R>
struct comparison_rules : rules<rule_no_chain<L, R>, term_rules<L>, term_rules<R>, side_rules<Ordered, L, R>> {};

/// `mirrored` says the same with the sides changed.
template <bool Ordered, class L, class R>
auto compare(const L& left, std::string_view op, std::string_view mirrored, const R& right) {
    using result = result_of<L, R>;
    if constexpr (!holds<comparison_rules<Ordered, L, R>>()) {
        return result{};
    } else if constexpr (is_column<L> && is_column<R>) {
        return result(compare_columns<typename field_traits<typename L::field>::value,
                                      typename field_traits<typename R::field>::value>(L::path(), op, R::path()));
    } else if constexpr (is_term<L> && is_term<R>) {
        return result(
            apply(comparable_node<held_by<L>>(value_node(left)), op, comparable_node<held_by<R>>(value_node(right))));
    } else if constexpr (is_expression<L>) {
        return result(compare_root<typename L::value_type>(left.root(), op, right));
    } else if constexpr (is_expression<R>) {
        return result(compare_root<typename R::value_type>(right.root(), mirrored, left));
    } else if constexpr (is_column<L>) {
        if constexpr (Ordered)
            return result(compare_order<typename L::field>(L::path(), op, right));
        else
            return result(compare_value<typename L::field>(L::path(), op, right));
    } else {
        if constexpr (Ordered)
            return result(compare_order<typename R::field>(R::path(), mirrored, left));
        else
            return result(compare_value<typename R::field>(R::path(), mirrored, left));
    }
}

template <class L, class R> auto join(const L& left, const R& right, node_ptr (*make)(node_ptr, node_ptr)) {
    using result = result_of<L, R>;
    if constexpr (holds<term_rules<L>, term_rules<R>, rule_logical<L, R>,
                        rule_same_model<typename term_model<L>::type, typename term_model<R>::type>>())
        return result(make(as_condition(left).root(), as_condition(right).root()));
    else
        return result{};
}

}  // namespace detail

// One two-sided template each: one-sided ones would make `3 == col<…>` ambiguous with its own rewritten form.
template <class L, class R>
requires detail::operands<L, R>
auto operator==(const L& l, const R& r) { return detail::compare<false>(l, "=", "=", r); }
template <class L, class R>
requires detail::operands<L, R>
auto operator!=(const L& l, const R& r) { return detail::compare<false>(l, "<>", "<>", r); }
template <class L, class R>
requires detail::operands<L, R>
auto operator<(const L& l, const R& r) { return detail::compare<true>(l, "<", ">", r); }
template <class L, class R>
requires detail::operands<L, R>
auto operator<=(const L& l, const R& r) { return detail::compare<true>(l, "<=", ">=", r); }
template <class L, class R>
requires detail::operands<L, R>
auto operator>(const L& l, const R& r) { return detail::compare<true>(l, ">", "<", r); }
template <class L, class R>
requires detail::operands<L, R>
auto operator>=(const L& l, const R& r) { return detail::compare<true>(l, ">=", "<=", r); }

template <class L, class R>
requires detail::operands<L, R>
auto operator&&(const L& l, const R& r) { return detail::join(l, r, &detail::make_all); }
template <class L, class R>
requires detail::operands<L, R>
auto operator||(const L& l, const R& r) { return detail::join(l, r, &detail::make_any); }

/// Holds where the condition is false or unknown (NULL): `(p) IS NOT TRUE`, as Django's exclude.
template <class E>
requires detail::is_term<E>
auto operator!(const E& e) {
    using result = condition<typename E::model>;
    if constexpr (detail::holds<detail::term_rules<E>, detail::rule_logical<E>>())
        return result(detail::make_not_true(detail::as_condition(e).root()));
    else
        return result{};
}

}  // namespace matview::inline v0
