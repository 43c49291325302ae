// get<T>(key): the row with a primary key. Its SQL is the same for all keys of a model, and is written once.
#pragma once

#include <cstddef>
#include <tuple>
#include <utility>
#include <vector>

#include <matview/db/rules.hpp>
#include <matview/query/query.hpp>

namespace matview::inline v0::detail {

// T goes along with its members: functions over nothing but pointers to members are shared by structs of one name in anonymous namespaces.

template <class T, auto... Members, class K, std::size_t... Part>
query<T> with_key(const K& value, key<Members...>, std::index_sequence<Part...>) {
    if constexpr (sizeof...(Members) == 1)
        return from<T>().filter((col<Members> == value)...);
    else
        return from<T>().filter((col<Members> == std::get<Part>(value))...);
}

template <class V, class O, std::size_t... Part>
void add_parts(std::vector<parameter>& to, const O& operand, std::index_sequence<Part...>) {
    (to.push_back(bind<std::tuple_element_t<Part, V>>(std::get<Part>(operand))), ...);
}
/// The values that compare_value would compare a field F with, in their order.
template <class F, class O> void add_values(std::vector<parameter>& to, const O& operand) {
    using V = typename field_traits<F>::value;
    if constexpr (key_size<V> == 1)
        to.push_back(bind<V>(plain_operand<F>(operand)));
    else
        add_parts<V>(to, V(plain_operand<F>(operand)), std::make_index_sequence<key_size<V>>{});
}
template <class T, auto... Members, class K, std::size_t... Part>
void add_key(std::vector<parameter>& to, const K& value, key<Members...>, std::index_sequence<Part...>) {
    if constexpr (sizeof...(Members) == 1)
        (add_values<member_type<Members>>(to, value), ...);
    else
        (add_values<member_type<Members>>(to, std::get<Part>(value)), ...);
}

template <class T, class K> rendered key_query(const K& value) {
    if constexpr (holds<get_rules<T, K>>()) {
        using key = typename meta_of<T>::primary_key;
        using parts = std::make_index_sequence<parts_given<K>>;
        static const rendered any = render_get_of_any(with_key<T>(value, key{}, parts{}).state());
        rendered made = any;
        made.sql.parameters.reserve(describe<T>().primary_key.size());
        add_key<T>(made.sql.parameters, value, key{}, parts{});
        return made;
    } else {
        return render_get(query<T>().state());
    }
}

}  // namespace matview::inline v0::detail
