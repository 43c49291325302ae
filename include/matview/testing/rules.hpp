// What the helpers of tests take: one rule a type, with one sentence that says what to do.
#pragma once

#include <concepts>
#include <cstddef>
#include <ranges>

#include <matview/view/rules.hpp>

namespace matview::inline v0::testing::detail {

template <class T, class Rows>
concept rows_of_model = std::ranges::input_range<const Rows> && std::same_as<std::ranges::range_value_t<Rows>, T>;

template <class T, class Rows> struct rule_stand_in_rows {
    static constexpr bool ok = rows_of_model<T, Rows>;
    static auto say() {
        static_assert(
            ok,
            "matview: stand_in<T> takes rows of T: give them in braces, or as a std::vector<T>; another model "
            "gets a stand-in of its own");
    }
};
template <std::size_t Count> struct rule_models_named {
    static constexpr bool ok = Count != 0;
    static auto say() {
        static_assert(ok,
                      "matview: ensure_populated needs the models that it is to look at: ensure_populated<A, B>(db)");
    }
};

template <class T, class Rows> constexpr bool takes_rows() {
    return matview::detail::holds<matview::detail::model_rules<T>, rule_stand_in_rows<T, Rows>>();
}
template <class... Models> constexpr bool are_materialized() {
    if constexpr (matview::detail::holds<rule_models_named<sizeof...(Models)>>())
        return (matview::detail::materialized<Models>() && ...);
    else
        return false;
}

}  // namespace matview::inline v0::testing::detail
