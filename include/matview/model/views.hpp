// Which rows point into what came over the wire, and therefore cannot outlast it.
#pragma once

#include <cstddef>
#include <utility>

#include <matview/model/rules.hpp>

namespace matview::inline v0::detail {

template <class T, class... Within> constexpr bool has_views();

template <class F, class... Within> constexpr bool leads_to_views() {
    using value = typename field_traits<F>::value;
    if constexpr (is_view<value>) {
        return true;
    } else if constexpr (field_traits<F>::relation) {
        using model = typename field_traits<F>::model;
        if constexpr (complete<model> && !(std::is_same_v<model, Within> || ...)) return has_views<model, Within...>();
    } else if constexpr (declared_composite<value>) {
        return has_views<value, Within...>();
    }
    return false;
}

template <class T, class... Within, std::size_t... I> constexpr bool any_leads_to_views(std::index_sequence<I...>) {
    return (leads_to_views<field_type<T, I>, T, Within...>() || ...);
}

/// Whether T, the models of its foreign keys or its composites have members that are views. `Within`: where that was asked already.
template <class T, class... Within> constexpr bool has_views() {
    if constexpr (is_container<T>)
        return false;  // its elements are none, and what reflection makes of a std::array without any does not compile
    else if constexpr (std::is_aggregate_v<T> && !builtin_codec<T> && keeps<row_rules<T>>)
        return any_leads_to_views<T, Within...>(std::make_index_sequence<field_count<T>>{});
    else
        return is_view<typename field_traits<T>::value>;
}

template <class Row> struct rule_owned {
    static constexpr bool ok = !has_views<Row>();
    static auto say() {
        static_assert(
            ok,
            "matview: rows with a std::string_view or std::span, or with a foreign key to such a model, point "
            "into what is being read: read them by stream or for_each, or make the members std::string and "
            "std::vector<std::byte>");
    }
};

}  // namespace matview::inline v0::detail
