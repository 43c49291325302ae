// col<&Model::field>: a column in an expression, also across relations.
#pragma once

#include <initializer_list>

#include <matview/model/order.hpp>
#include <matview/query/comparison.hpp>
#include <matview/query/expression.hpp>
#include <matview/query/filters.hpp>

namespace matview::inline v0 {

/// A column of a model. Empty; made by `col`.
template <class Model, auto... Path> struct column_t : detail::filters<column_t<Model, Path...>> {
    using model = Model;
    using field = detail::path_field<Path...>;
    using rules = detail::column_rules<Path...>;

    /// Equal to one of the values, which travel as one array parameter. In an empty list is no row.
    template <class Range> condition<model> in(const Range& values) const {
        if constexpr (detail::holds<rules, detail::list_rules<field, Range>>())
            return condition<model>(detail::compare_in<field>(path(), values));
        else
            return {};
    }
    template <class V> condition<model> in(std::initializer_list<V> values) const {
        return in<std::initializer_list<V>>(values);
    }
    /// At least `low` and at most `high`.
    template <class Low, class High> condition<model> between(const Low& low, const High& high) const {
        if constexpr (detail::holds<rules, detail::ordering_rules<field, Low>, detail::ordering_rules<field, High>>())
            return condition<model>(detail::make_all(detail::compare_order<field>(path(), ">=", low),
                                                     detail::compare_order<field>(path(), "<=", high)));
        else
            return {};
    }
    /// IS NULL; across relations also where the related row is gone.
    condition<model> is_null() const {
        if constexpr (detail::holds<rules>())
            return condition<model>(detail::compare_null<field>(path()));
        else
            return {};
    }
    condition<model> is_not_null() const { return condition<model>(detail::make_not_true(is_null().root())); }

    constexpr auto asc() const noexcept { return matview::asc<Path...>; }
    constexpr auto desc() const noexcept { return matview::desc<Path...>; }

    static const detail::path_info& path() { return detail::path_of<Model, Path...>(); }
};

/// `col<&User::username>`; across relations `col<&DailyLeaderboard::user, &User::username>`. A bool column is a condition by itself.
template <auto... Path> inline constexpr column_t<detail::path_model<Path...>, Path...> col{};

namespace detail {
template <class E> constexpr bool logical() {
    if constexpr (is_condition<E>)
        return true;
    else
        return is_term<E> && std::is_same_v<held_by<E>, bool>;
}
/// A condition, or a bool, which is one by itself.
template <class E> inline constexpr bool is_logical = logical<E>();

template <class L, class R>
concept operands = is_term<L> || is_term<R>;

template <class E> struct term_model { using type = no_model; };
template <class E>
requires is_term<E>
struct term_model<E> {
    using type = typename E::model;
};

template <class E> auto as_condition(const E& e) {
    if constexpr (is_condition<E>)
        return e;
    else
        return condition<typename E::model>(value_node(e));
}
}  // namespace detail

}  // namespace matview::inline v0
