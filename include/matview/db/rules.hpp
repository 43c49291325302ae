// What the verbs of a session take: one rule a type, with one sentence that says what to do.
#pragma once

#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <vector>

#include <matview/query/comparison.hpp>

namespace matview::inline v0::detail {

template <class T> struct rule_get_key {
    static constexpr bool ok = has_primary_key<T>;
    static auto say() {
        static_assert(
            ok,
            "matview: get<T>(key) needs a primary key in T: add `using primary_key = matview::key<&T::id>;` to "
            "its Meta, or give a query");
    }
};

template <class K> inline constexpr std::size_t parts_given = 1;
template <class K>
requires requires { std::tuple_size<K>::value; }
inline constexpr std::size_t parts_given<K> = std::tuple_size<K>::value;

template <class Key, class K> inline constexpr bool gives_parts = true;
template <auto First, auto Second, auto... More, class K>
inline constexpr bool gives_parts<key<First, Second, More...>, K> = parts_given<K> == 2 + sizeof...(More);

template <class T, class K> struct rule_get_parts {
    static constexpr bool ok = gives_parts<typename meta_of<T>::primary_key, K>;
    static auto say() {
        static_assert(ok,
                      "matview: a composite key is given as a std::tuple, one value for each field of the primary key: "
                      "get<T>(std::tuple(1, \"a\"))");
    }
};

template <class Key, class K> struct parts_rules : rules<> {};
template <auto Member, class K> struct parts_rules<key<Member>, K> {
    using broken = typename element_rules<member_type<Member>, K>::broken;
};
template <auto First, auto Second, auto... More, class K, class L, class... Ks>
struct parts_rules<key<First, Second, More...>, std::tuple<K, L, Ks...>> {
    using broken = typename rules<element_rules<member_type<First>, K>, element_rules<member_type<Second>, L>,
                                  element_rules<member_type<More>, Ks>...>::broken;
};
template <class T, class K> struct operands_rules : parts_rules<typename meta_of<T>::primary_key, K> {};

/// A row with key K can be asked for.
template <class T, class K>
struct get_rules : rules<model_rules<T>, rule_get_key<T>, rule_get_parts<T, K>, operands_rules<T, K>> {};

/// Row can be read from SQL that the user wrote: a struct, or one column.
template <class Row>
struct result_rules
    : rules<std::conditional_t<std::is_class_v<Row>, row_rules<Row>, value_rules<typename field_traits<Row>::value>>> {
};
template <class V>
struct result_rules<std::optional<V>> : value_rules<typename field_traits<std::optional<V>>::value> {};

// std::vector<T>, for all that a rule lets pass. Where T has virtual functions, clang would drown the sentence in warnings of what a
// std::vector destroys; it has none for a struct that cannot be derived from.
template <class T> struct refused_row final : T {};
template <class T> struct refused_rows : std::vector<refused_row<T>> { operator std::vector<T>() const; };

template <class T> inline constexpr bool is_polymorphic = std::is_polymorphic_v<T> && !std::is_final_v<T>;
template <class T> using row_of = std::conditional_t<is_polymorphic<T>, refused_row<T>, T>;
template <class T> using rows_of = std::conditional_t<is_polymorphic<T>, refused_rows<T>, std::vector<T>>;

}  // namespace matview::inline v0::detail
