// Keys of rows, apart from the types that they are given in: to be told apart here, and to be asked for all at once.
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include <matview/query/comparison.hpp>

namespace matview::inline v0::detail {

template <class V, class Parts = std::make_index_sequence<key_size<V>>> struct bound_parts;
template <class V, std::size_t... Part> struct bound_parts<V, std::index_sequence<Part...>> {
    using type = std::tuple<typename bound_of<typename key_part_type<V, Part>::type>::type...>;
};
/// What a field's key is compared as, one part a column: as its parameters are bound.
template <class F> using bound_key = typename bound_parts<typename field_traits<F>::value>::type;

/// Empty where no row has such a value.
template <class V, class O> std::optional<typename bound_of<V>::type> bind_part(const O& operand) {
    return operand_of<V>::convert(operand);
}
template <class... P> std::optional<std::tuple<P...>> all_or_none(std::optional<P>... parts) {
    if (!(parts && ...)) return std::nullopt;
    return std::tuple<P...>(std::move(*parts)...);
}

template <class V, class O, std::size_t... Part> auto bind_parts(const O& operand, std::index_sequence<Part...>) {
    return all_or_none(bind_part<std::tuple_element_t<Part, V>>(std::get<Part>(operand))...);
}
template <class F, class O> std::optional<bound_key<F>> bind_plain(const O& operand) {
    using V = typename field_traits<F>::value;
    if constexpr (key_size<V> == 1)
        return all_or_none(bind_part<V>(operand));
    else
        return bind_parts<V>(operand, std::make_index_sequence<key_size<V>>{});
}

/// The key of F that an operand holds: a value, a std::tuple of values, a foreign_key.
template <class F, class T, class K> std::optional<bound_key<F>> bind_key(const foreign_key<T, K>& operand) {
    return bind_plain<F>(operand.key());
}
template <class F, class O> std::optional<bound_key<F>> bind_key(const O& operand) {
    return bind_plain<F>(static_cast<const operand_type<O>&>(operand));
}

/// What a field holds, a foreign key its key; null for NULL.
template <class F> const F* held_key(const F& field) { return &field; }
template <class T, class K> const K* held_key(const foreign_key<T, K>& field) { return &field.key(); }
template <class F> auto held_key(const std::optional<F>& field) -> decltype(held_key(*field)) {
    return field ? held_key(*field) : nullptr;
}
template <class F> std::optional<bound_key<F>> bind_held(const F& field) {
    const auto* held = held_key(field);
    return held ? bind_plain<F>(*held) : std::nullopt;
}

template <class... Parts> auto joined(std::optional<Parts>... parts) {
    using all = decltype(std::tuple_cat(*std::move(parts)...));
    if (!(parts && ...)) return std::optional<all>();
    return std::optional<all>(std::tuple_cat(*std::move(parts)...));
}

/// All about the primary key of T.
template <class T, class Key> struct key_parts;
template <class T, auto... Members> struct key_parts<T, key<Members...>> {
    using bound = decltype(std::tuple_cat(std::declval<bound_key<member_type<Members>>>()...));

    static std::optional<bound> of_row(const T& row) { return joined(bind_held(row.*Members)...); }

    template <class O> static std::optional<bound> of_operand(const O& operand) {
        if constexpr (sizeof...(Members) == 1)
            return joined(bind_key<member_type<Members>>(operand)...);
        else
            return of_tuple(operand, std::make_index_sequence<sizeof...(Members)>{});
    }
    template <class K> static std::optional<bound> of_operand(const foreign_key<T, K>& operand) {
        return of_operand(operand.key());
    }

    static std::vector<node_ptr> columns() {
        std::vector<node_ptr> all;
        (add_columns(all, path_of<T, Members>()), ...);
        return all;
    }

private:
    template <class O, std::size_t... Place>
    static std::optional<bound> of_tuple(const O& operand, std::index_sequence<Place...>) {
        return joined(bind_key<member_type<Members>>(std::get<Place>(operand))...);
    }
    static void add_columns(std::vector<node_ptr>& to, const path_info& path) {
        for (std::size_t part = 0; part < path.field->column_count; ++part) to.push_back(make_column(path, part));
    }
};
template <class T> using primary_key_parts = key_parts<T, typename meta_of<T>::primary_key>;

template <class K>
concept ordered_key = requires(const K& a, const K& b) {
    { a < b } -> std::convertible_to<bool>;
};
template <class K>
concept hashed_key = requires(const K& a) {
    { std::hash<K>{}(a) } -> std::convertible_to<std::size_t>;
    { a == a } -> std::convertible_to<bool>;
};
template <class K> inline constexpr bool orders = ordered_key<K>;
template <class... P> inline constexpr bool orders<std::tuple<P...>> = (orders<P> && ...);
template <class K> inline constexpr bool hashes = hashed_key<K>;
template <class... P> inline constexpr bool hashes<std::tuple<P...>> = (hashes<P> && ...);

struct key_hash {
    template <class K> std::size_t operator()(const K& value) const { return std::hash<K>{}(value); }
    template <class... P> std::size_t operator()(const std::tuple<P...>& value) const {
        return std::apply(
            [this](const P&... parts) {
                std::size_t all = 0;
                ((all = all * 31 + (*this)(parts)), ...);
                return all;
            },
            value);
    }
};

/// The order of C++, but that NaN is the greatest, and equal to itself, as to the server.
struct key_less {
    template <class K> bool operator()(const K& a, const K& b) const {
        if constexpr (std::is_floating_point_v<K>)
            return a < b || (a == a && b != b);
        else
            return a < b;
    }
    template <class... P> bool operator()(const std::tuple<P...>& a, const std::tuple<P...>& b) const {
        return of_parts(a, b, std::index_sequence_for<P...>{});
    }

private:
    template <class Key, std::size_t... Part>
    bool of_parts(const Key& a, const Key& b, std::index_sequence<Part...>) const {
        bool less = false;
        const auto decides = [&](const auto& left, const auto& right) {
            less = (*this)(left, right);
            return less || (*this)(right, left);
        };
        static_cast<void>((decides(std::get<Part>(a), std::get<Part>(b)) || ...));
        return less;
    }
};

/// By key: a std::map where keys have an order, else a std::unordered_map.
template <class K, class V, bool = orders<K>> struct map_by { using type = std::map<K, V, key_less>; };
template <class K, class V> struct map_by<K, V, false> { using type = std::unordered_map<K, V, key_hash>; };
template <class K, class V> using keyed = typename map_by<K, V>::type;

/// Each key once, with its number.
template <class K> using key_index = keyed<K, std::size_t>;

template <std::size_t Part, class K> parameter key_array(const key_index<K>& keys) {
    using P = std::tuple_element_t<Part, K>;
    std::vector<std::optional<P>> values;
    values.reserve(keys.size());
    for (const auto& entry : keys) values.emplace_back(std::get<Part>(entry.first));
    return parameter::list_of(std::move(values), list_rest::null,
                              std::is_same_v<P, long long> ? pg::int8_array : oid{0});
}
template <class K, std::size_t... Part>
node_ptr key_list(std::vector<node_ptr> columns, const key_index<K>& keys, std::index_sequence<Part...>) {
    return make_key_list(std::move(columns), {key_array<Part, K>(keys)...});
}
/// The columns hold one of the keys.
template <class K> node_ptr key_list(std::vector<node_ptr> columns, const key_index<K>& keys) {
    return key_list<K>(std::move(columns), keys, std::make_index_sequence<std::tuple_size_v<K>>{});
}

}  // namespace matview::inline v0::detail
