// == != < <= > >= && || ! on columns and conditions.
#pragma once

#include <matview/query/column.hpp>

namespace matview {
namespace detail {

template <class L, class R> struct rule_no_chain {
    static constexpr bool ok = !is_condition<L> && !is_condition<R>;
    static_assert(ok, "matview: comparisons cannot be chained: write 1 < c && c < 3, or c.between(1, 3)");
};
template <class L, class R> struct rule_logical {
    static constexpr bool ok = is_logical<L> && is_logical<R>;
    static_assert(
        ok, "matview: && and || join conditions: compare each column first, as in col<&T::a> == 1 && col<&T::b> > 2");
};

template <class E> inline constexpr bool is_term = is_column<E> || is_condition<E>;
template <class L, class R>
concept comparison = is_term<L> || is_term<R>;
template <class L, class R>
concept conjunction = is_logical<L> || is_logical<R>;

template <class L, class R> constexpr auto model_of_comparison() {
    if constexpr (is_term<L>)
        return std::type_identity<typename L::model>{};
    else
        return std::type_identity<typename R::model>{};
}

/// `mirrored` says the same with the sides changed.
template <bool Ordered, class L, class R>
auto compare(const L& left, std::string_view op, std::string_view mirrored, const R& right) {
    using result = condition<typename decltype(model_of_comparison<L, R>())::type>;
    if constexpr (!rule_no_chain<L, R>::ok) {
        return result{};
    } else if constexpr (is_column<L> && is_column<R>) {
        if constexpr (rule_same_model<typename L::model, typename R::model>::ok) {
            using A = typename field_traits<typename L::field>::value;
            using B = typename field_traits<typename R::field>::value;
            if constexpr (rule_comparable_columns<A, B>::ok)
                return result(apply(make_column(L::path()), op, make_column(R::path())));
        }
        return result{};
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
    if constexpr (rule_logical<L, R>::ok) {
        using result = condition<typename L::model>;
        if constexpr (rule_same_model<typename L::model, typename R::model>::ok)
            return result(make(as_condition(left).root(), as_condition(right).root()));
        else
            return result{};
    } else {
        return condition<typename decltype(model_of_comparison<L, R>())::type>{};
    }
}

}  // namespace detail

// One two-sided template each: one-sided ones would make `3 == col<…>` ambiguous with its own rewritten form.
template <class L, class R>
requires detail::comparison<L, R>
auto operator==(const L& l, const R& r) { return detail::compare<false>(l, "=", "=", r); }
template <class L, class R>
requires detail::comparison<L, R>
auto operator!=(const L& l, const R& r) { return detail::compare<false>(l, "<>", "<>", r); }
template <class L, class R>
requires detail::comparison<L, R>
auto operator<(const L& l, const R& r) { return detail::compare<true>(l, "<", ">", r); }
template <class L, class R>
requires detail::comparison<L, R>
auto operator<=(const L& l, const R& r) { return detail::compare<true>(l, "<=", ">=", r); }
template <class L, class R>
requires detail::comparison<L, R>
auto operator>(const L& l, const R& r) { return detail::compare<true>(l, ">", "<", r); }
template <class L, class R>
requires detail::comparison<L, R>
auto operator>=(const L& l, const R& r) { return detail::compare<true>(l, ">=", "<=", r); }

template <class L, class R>
requires detail::conjunction<L, R>
auto operator&&(const L& l, const R& r) { return detail::join(l, r, &detail::make_all); }
template <class L, class R>
requires detail::conjunction<L, R>
auto operator||(const L& l, const R& r) { return detail::join(l, r, &detail::make_any); }

/// Holds where the condition is false or unknown (NULL): `(p) IS NOT TRUE`, as Django's exclude.
template <class E>
requires detail::is_logical<E>
auto operator!(const E& e) {
    return condition<typename E::model>(detail::make_not_true(detail::as_condition(e).root()));
}

}  // namespace matview
