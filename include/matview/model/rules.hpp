// What a model must be: one rule a type, with one sentence that says what to do. The rules of reflect/ come first.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <matview/model/composite.hpp>
#include <matview/model/enum.hpp>
#include <matview/model/foreign_key.hpp>
#include <matview/model/meta.hpp>
#include <matview/model/order.hpp>
#include <matview/reflect/fields.hpp>
#include <matview/wire/builtin.hpp>

namespace matview::inline v0::detail {

/// What a field is made of: a plain value, or a foreign key; either may be optional.
template <class F> struct field_traits {
    using value = F;
    static constexpr bool optional = false, relation = false;
};
template <class V> struct field_traits<std::optional<V>> : field_traits<V> { static constexpr bool optional = true; };
template <class V> struct field_traits<std::optional<std::optional<V>>> {
    using value = std::optional<std::optional<V>>;  // has no codec
    static constexpr bool optional = false, relation = false;
};
template <class T, class K> struct field_traits<foreign_key<T, K>> {
    using value = K;
    using model = T;
    static constexpr bool optional = false, relation = true;
};

template <class V>
inline constexpr bool is_character =
    std::is_same_v<V, char> || std::is_same_v<V, wchar_t> || std::is_same_v<V, char8_t> ||
    std::is_same_v<V, char16_t> || std::is_same_v<V, char32_t>;

template <class V> struct rule_signed {
    static constexpr bool ok = !std::is_unsigned_v<V> || std::is_same_v<V, bool> || is_character<V>;
    static auto say() {
        static_assert(ok,
                      "matview: PostgreSQL has no unsigned integers: make the field std::int64_t (or std::int32_t, "
                      "std::int16_t)");
    }
};
template <class V> struct rule_codec {
    static constexpr bool ok = has_codec<V>;
    static auto say() {
        static_assert(
            ok,
            "matview: a field's type has no codec: use a type that matview reads (see docs/types.md), or specialise "
            "matview::codec for this one");
    }
};
template <class V> struct rule_enum_declared {
    static constexpr bool ok = !std::is_enum_v<V> || has_codec<V>;
    static auto say() {
        static_assert(ok,
                      "matview: an enum stands for a PostgreSQL enum by its meta: template <> struct "
                      "matview::meta<mood> { static constexpr auto type = matview::enum_type(\"mood\"); };");
    }
};
template <class V> struct rule_no_array_field {  // an array of one element, which no probe finds
    static constexpr bool ok = !std::is_array_v<V>;
    static auto say() {
        static_assert(ok, "matview: a model must not have a C array: use std::string for text, std::vector for a list");
    }
};
/// foreign_key<T> has said already what is wrong with T.
template <class K> struct rule_key_known {
    static constexpr bool ok = !std::is_same_v<K, unknown_key>;
    static auto say() {}
};

template <class V> struct rule_one_dimension {
    static constexpr bool ok = !is_container<V>;
    static auto say() {
        static_assert(ok,
                      "matview: arrays of several dimensions are not read: flatten them in the SQL, "
                      "ARRAY(SELECT pg_catalog.unnest(column)), and make the field a std::vector of plain values");
    }
};
template <class E> struct rule_element_made {
    static constexpr bool ok = std::is_default_constructible_v<E> && std::is_move_assignable_v<E>;
    static auto say() {
        static_assert(ok,
                      "matview: an array's elements are made empty and then read: give their type a default "
                      "constructor and an assignment");
    }
};
template <class V> struct rule_no_view_within {
    static constexpr bool ok = !is_view<V>;
    static auto say() {
        static_assert(ok,
                      "matview: an array's elements are values of their own: make them std::string or "
                      "std::vector<std::byte>, which the array then holds");
    }
};
template <class V> struct rule_plain_key {
    static constexpr bool ok = !is_composed<V>;
    static auto say() {
        static_assert(ok,
                      "matview: a key is a plain value: arrays, composites, ranges and multiranges are none; name "
                      "another field, or several");
    }
};

/// What a codec itself asks for.
template <class V> struct codec_rules : rules<> {};
template <class V>
requires requires { typename codec<V>::rule; }
struct codec_rules<V> : rules<typename codec<V>::rule> {};

/// A value of type V can be read; of a foreign key each part of its key.
template <class V>
struct value_rules : rules<rule_key_known<V>, rule_no_array_field<V>, rule_signed<V>, rule_enum_declared<V>,
                           rule_codec<V>, codec_rules<V>> {};
template <declared_enum E> struct value_rules<E> : enum_rules<E> {};
template <class E>
struct array_rules : rules<rule_one_dimension<typename element_traits<E>::value>,
                           rule_no_view_within<typename element_traits<E>::value>,
                           value_rules<typename element_traits<E>::value>, rule_element_made<E>> {};
template <class E> struct value_rules<std::vector<E>> : array_rules<E> {};
template <> struct value_rules<std::vector<std::byte>> : rules<> {};
template <class E, std::size_t N> struct value_rules<std::array<E, N>> : array_rules<E> {};

template <class T> struct row_rules;
template <class T, std::size_t... I> constexpr bool no_relation_in(std::index_sequence<I...>) {
    return (!field_traits<field_type<T, I>>::relation && ...);
}
template <class T> struct rule_composite_plain {
    static constexpr bool ok = no_relation_in<T>(std::make_index_sequence<field_count<T>>{});
    static auto say() {
        static_assert(ok,
                      "matview: a composite type holds values and no relations: make the foreign_key a field of the "
                      "key's type");
    }
};
template <class T> struct rule_type_or_relation {
    static constexpr bool ok = !(declared_composite<T> && has_relation<T>);
    static auto say() {
        static_assert(ok,
                      "matview: this struct's Meta names a type and a relation: a struct stands for the values of the "
                      "one or the rows of the other, so make it two");
    }
};
template <declared_composite T> struct value_rules<T> : rules<row_rules<T>, rule_composite_plain<T>> {};

template <class T> struct value_rules<range<T>> : value_rules<T> {};
template <class T> struct value_rules<multirange<T>> : value_rules<T> {};

template <class K> struct key_value_rules : rules<value_rules<K>, rule_plain_key<K>> {};
template <class... K> struct key_value_rules<std::tuple<K...>> : rules<key_value_rules<K>...> {};

template <class F, class Traits = field_traits<F>>
using one_field_rules =
    std::conditional_t<Traits::relation, key_value_rules<typename Traits::value>, value_rules<typename Traits::value>>;

template <class T> struct field_rules {
    template <std::size_t... I> static rules<one_field_rules<field_type<T, I>>...> of(std::index_sequence<I...>);
    using broken = typename decltype(of(std::make_index_sequence<field_count<T>>{}))::broken;
};

template <class T> struct rule_relation {
    static constexpr bool ok = has_relation<T>;
    static auto say() {
        static_assert(
            ok,
            "matview: this struct names no relation: give it a nested Meta with `static constexpr auto relation = "
            "matview::materialized_view(\"name\");`, or specialise matview::meta for it");
    }
};

template <class T, class Column> struct rule_column_field {
    static constexpr bool ok = never<T>;
    static auto say() {
        static_assert(ok,
                      "matview: Meta::columns must rename fields of this struct: "
                      "matview::columns<matview::db_column<&ThisStruct::field, \"column\">>");
    }
};
template <class T, auto Member, fixed_string... Names>
requires(is_field_of<T, Member>()) struct rule_column_field<T, db_column<Member, Names...>> {
    static constexpr bool ok = true;
};
template <class Column> struct rule_column_count;
template <auto Member, fixed_string... Names> struct rule_column_count<db_column<Member, Names...>> {
    static constexpr bool ok = sizeof...(Names) == key_size<typename field_traits<member_type<Member>>::value>;
    static auto say() {
        static_assert(
            ok,
            "matview: db_column must give one name for each column of the field: one, or one for each part of "
            "a composite key");
    }
};
template <class T, class Columns> struct columns_rules : rules<rule_column_field<T, void>> {};  // is no columns<...>
template <class T, class... Column>
struct columns_rules<T, columns<Column...>> : rules<rules<rule_column_field<T, Column>, rule_column_count<Column>>...> {
};

template <auto Member, fixed_string... Names>
constexpr bool renames(std::string_view field, db_column<Member, Names...>) {
    return member_name<Member>() == field;
}
template <class... Columns> constexpr bool any_renames(std::string_view field, columns<Columns...>) {
    return (renames(field, Columns{}) || ...);
}
template <class T, std::size_t... I> constexpr bool composites_named(std::index_sequence<I...>) {
    [[maybe_unused]] constexpr auto named = [](std::string_view field) {
        if constexpr (has_columns<T>)
            return any_renames(field, typename meta_of<T>::columns{});
        else
            return false;
    };
    return ((key_size<typename field_traits<field_type<T, I>>::value> == 1 || named(field_name<T, I>())) && ...);
}
template <class T> struct rule_composite_named {
    static constexpr bool ok = composites_named<T>(std::make_index_sequence<field_count<T>>{});
    static auto say() {
        static_assert(ok,
                      "matview: a foreign key to a composite key must name its columns: using columns = "
                      "matview::columns<matview::db_column<&ThisStruct::field, \"first\", \"second\">>");
    }
};

/// The member of an index part: itself, or the one that asc<...> or desc<...> holds.
template <auto Part> struct part_of {
    static constexpr auto member = Part;
    static constexpr direction way = direction::ascending;
    static constexpr nulls place = nulls::by_direction;
};
template <direction D, nulls N, auto Member, order_t<D, N, Member> Part> struct part_of<Part> {
    static constexpr auto member = Member;
    static constexpr direction way = D;
    static constexpr nulls place = N;
};
template <class T, auto... Parts>
inline constexpr bool are_fields_of = sizeof...(Parts) != 0 && (is_field_of<T, part_of<Parts>::member>() && ...);

template <class T, class Index> struct rule_index_field {
    static constexpr bool ok = never<T>;
    static auto say() {
        static_assert(ok,
                      "matview: Meta::indexes must name fields of this struct: "
                      "matview::indexes<matview::index_on<&ThisStruct::field>>");
    }
};
template <class T, auto... Parts>
requires are_fields_of<T, Parts...>
struct rule_index_field<T, index_on<Parts...>> {
    static constexpr bool ok = true;
};
template <class T, auto... Parts>
requires are_fields_of<T, Parts...>
struct rule_index_field<T, unique_index_on<Parts...>> {
    static constexpr bool ok = true;
};

template <class T, class Indexes> struct indexes_rules : rules<rule_index_field<T, void>> {};  // is no indexes<...>
template <class T, class... Index> struct indexes_rules<T, indexes<Index...>> : rules<rule_index_field<T, Index>...> {};

template <class T, class Key> struct primary_key_rules : rules<> {};
template <class T, auto... Members>
struct primary_key_rules<T, key<Members...>>
    : rules<rule_plain_key<typename field_traits<member_type<Members>>::value>...> {};

template <class T> struct meta_rules {
    static auto of_key() {
        if constexpr (has_primary_key<T> && key_names_fields<T>())
            return primary_key_rules<T, typename meta_of<T>::primary_key>{};
        else
            return rules<>{};
    }
    static auto of_columns() {
        if constexpr (has_columns<T>)
            return columns_rules<T, typename meta_of<T>::columns>{};
        else
            return rules<>{};
    }
    static auto of_indexes() {
        if constexpr (has_indexes<T>)
            return indexes_rules<T, typename meta_of<T>::indexes>{};
        else
            return rules<>{};
    }
    using broken = typename rules<rule_key_fields<T>, decltype(of_key()), decltype(of_columns()),
                                  rule_composite_named<T>, decltype(of_indexes())>::broken;
};

/// T can be read as a row, with or without a relation; checked before anything else touches T.
template <class T>
struct row_rules : rules<reflect_rules<T>, rule_type_or_relation<T>, field_rules<T>, meta_rules<T>> {};
/// T is a model: a struct that stands for a relation.
template <class T> struct model_rules : rules<rule_relation<T>, row_rules<T>> {};

template <class T> constexpr bool is_model() { return holds<model_rules<T>>(); }

/// Of a foreign key's field: the model behind it, and the key's type where it was given.
template <class F> struct rule_key_matches {
    static constexpr bool ok = std::is_same_v<typename field_traits<F>::value, key_of<typename field_traits<F>::model>>;
    static auto say() {
        static_assert(
            ok,
            "matview: the key type given to foreign_key<T, Key> is not the type of T's primary key: write that "
            "type");
    }
};
template <class F>
struct join_rules : rules<rule_key_known<typename field_traits<F>::value>, model_rules<typename field_traits<F>::model>,
                          rule_target_has_key<typename field_traits<F>::model>, rule_key_matches<F>> {};

}  // namespace matview::inline v0::detail
