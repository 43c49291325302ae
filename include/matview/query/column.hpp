// col<&Model::field>: a column in an expression, also across relations.
#pragma once

#include <initializer_list>

#include <matview/model/order.hpp>
#include <matview/query/comparison.hpp>

namespace matview {

/// A column of a model. Empty; made by `col`.
template <auto... Path> struct column_t {
    static_assert(detail::path_ok<Path...>());
    using model = detail::path_model<Path...>;
    using field = detail::path_field<Path...>;

    /// Equal to one of the values, which travel as one array parameter. In an empty list is no row.
    template <class Range> condition<model> in(const Range& values) const {
        return condition<model>(detail::compare_in<field>(path(), values));
    }
    template <class V> condition<model> in(std::initializer_list<V> values) const {
        return condition<model>(detail::compare_in<field>(path(), values));
    }
    /// At least `low` and at most `high`.
    template <class Low, class High> condition<model> between(const Low& low, const High& high) const {
        return condition<model>(detail::make_all(detail::compare_order<field>(path(), ">=", low),
                                                 detail::compare_order<field>(path(), "<=", high)));
    }
    /// IS NULL; across relations also where the related row is gone.
    condition<model> is_null() const { return condition<model>(detail::compare_null<field>(path())); }
    condition<model> is_not_null() const {
        return condition<model>(detail::make_not_true(detail::compare_null<field>(path())));
    }

    constexpr auto asc() const noexcept { return matview::asc<Path...>; }
    constexpr auto desc() const noexcept { return matview::desc<Path...>; }

    static const detail::path_info& path() { return detail::path_of<Path...>(); }
};

/// `col<&User::username>`; across relations `col<&DailyLeaderboard::user, &User::username>`. A bool column is a condition by itself.
template <auto... Path> inline constexpr column_t<Path...> col{};

namespace detail {
template <class E> inline constexpr bool is_column = false;
template <auto... Path> inline constexpr bool is_column<column_t<Path...>> = true;

template <class E> constexpr bool logical() {
    if constexpr (is_condition<E>)
        return true;
    else if constexpr (is_column<E>)
        return std::is_same_v<typename field_traits<typename E::field>::value, bool>;
    else
        return false;
}
/// A condition, or a bool column, which is one by itself.
template <class E> inline constexpr bool is_logical = logical<E>();

template <class E> auto as_condition(const E& e) {
    if constexpr (is_column<E>)
        return condition<typename E::model>(make_column(E::path()));
    else
        return e;
}
}  // namespace detail

}  // namespace matview
