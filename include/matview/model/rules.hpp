// What a model must be: one rule a type, with one sentence that says what to do. The rules of reflect/ come first.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <matview/model/foreign_key.hpp>
#include <matview/model/meta.hpp>
#include <matview/model/order.hpp>
#include <matview/reflect/fields.hpp>
#include <matview/wire/builtin.hpp>

namespace matview::detail {

/// What a field is made of: a plain value, or a foreign key; either may be optional.
template <class F> struct field_traits {
    using value = F;
    static constexpr bool optional = false, relation = false;
};
template <class V> struct field_traits<std::optional<V>> : field_traits<V> { static constexpr bool optional = true; };
template <class T, class K> struct field_traits<foreign_key<T, K>> {
    using value = K;
    using model = T;
    static constexpr bool optional = false, relation = true;
};

template <class V> inline constexpr bool is_unsigned_number = std::is_unsigned_v<V> && !std::is_same_v<V, bool>;

template <class V> struct rule_signed {
    static constexpr bool ok = !is_unsigned_number<V>;
    static_assert(
        ok,
        "matview: PostgreSQL has no unsigned integers: make the field std::int64_t (or std::int32_t, std::int16_t)");
};
template <class V> struct rule_no_array_field {
    static constexpr bool ok = !std::is_array_v<V>;
    static_assert(ok, "matview: a model must not have a C array: use std::string for text, std::vector for a list");
};
template <class V> struct rule_codec {
    static constexpr bool ok = has_codec<V>;
    static_assert(
        ok,
        "matview: a field's type has no codec: use a type that matview reads (see docs/types.md), or specialise "
        "matview::codec for this one");
};

template <class V> constexpr bool value_type_ok() {
    if constexpr (rule_no_array_field<V>::ok)
        if constexpr (rule_signed<V>::ok) return rule_codec<V>::ok;
    return false;
}
template <class K> struct key_types_ok { static constexpr bool value = value_type_ok<K>(); };
template <class... K> struct key_types_ok<std::tuple<K...>> {
    static constexpr bool value = (value_type_ok<K>() && ...);
};

template <class F> constexpr bool field_ok() {
    using traits = field_traits<F>;
    if constexpr (!traits::relation)
        return value_type_ok<typename traits::value>();
    else if constexpr (std::is_same_v<typename traits::value, unknown_key>)
        return false;
    else
        return key_types_ok<typename traits::value>::value;
}

template <class T, std::size_t... I> constexpr bool fields_ok(std::index_sequence<I...>) {
    return (field_ok<field_type<T, I>>() && ...);
}

/// True where T can be read as a row: checked before anything else touches T.
template <class T> constexpr bool readable() {
    if constexpr (reflectable<T>())
        return fields_ok<T>(std::make_index_sequence<field_count<T>>{});
    else
        return false;
}

template <class T, auto Member> constexpr bool is_field_of() {
    if constexpr (std::is_member_object_pointer_v<decltype(Member)>)
        return std::is_same_v<member_class<Member>, T>;
    else
        return false;
}

template <class T> struct rule_relation {
    static constexpr bool ok = has_relation<T>;
    static_assert(
        ok,
        "matview: this struct names no relation: give it a nested Meta with `static constexpr auto relation = "
        "matview::materialized_view(\"name\");`, or specialise matview::meta for it");
};

template <class T, auto... Members> struct rule_key_fields {
    static constexpr bool ok = sizeof...(Members) > 0 && (is_field_of<T, Members>() && ...);
    static_assert(ok, "matview: Meta::primary_key must name fields of this struct: matview::key<&ThisStruct::field>");
};
template <class T, auto Member, std::size_t Names> struct rule_column_field {
    static constexpr bool ok = is_field_of<T, Member>();
    static_assert(
        ok,
        "matview: Meta::columns must rename fields of this struct: matview::db_column<&ThisStruct::field, \"column\">");
};
template <class F, std::size_t Names> struct rule_column_count {
    static constexpr bool ok = Names == key_size<typename field_traits<F>::value>;
    static_assert(ok,
                  "matview: db_column must give one name for each column of the field: one, or one for each part of a "
                  "composite key");
};
template <class F, bool Named> struct rule_composite_named {
    static constexpr bool ok = Named;
    static_assert(ok,
                  "matview: a foreign key to a composite key must name its columns: using columns = "
                  "matview::columns<matview::db_column<&ThisStruct::field, \"first\", \"second\">>");
};
template <class T> struct rule_index_field {
    static constexpr bool ok = T::value;
    static_assert(ok, "matview: Meta::indexes must name fields of this struct: matview::index_on<&ThisStruct::field>");
};
template <class F> struct rule_key_matches {
    using key = typename field_traits<F>::value;
    using target = key_of<typename field_traits<F>::model>;
    static constexpr bool ok = std::is_same_v<key, target>;
    static_assert(
        ok, "matview: the key type given to foreign_key<T, Key> is not the type of T's primary key: write that type");
};

template <class T, auto... Members> constexpr bool key_ok(key<Members...>) {
    return rule_key_fields<T, Members...>::ok;
}

template <class T, auto Member, fixed_string... Names> constexpr bool column_ok(db_column<Member, Names...>) {
    if constexpr (rule_column_field<T, Member, sizeof...(Names)>::ok)
        return rule_column_count<member_type<Member>, sizeof...(Names)>::ok;
    else
        return false;
}
template <class T, class... Columns> constexpr bool columns_ok(columns<Columns...>) {
    return (column_ok<T>(Columns{}) && ...);
}

/// The member of an index part: itself, or the one that asc<…> or desc<…> holds.
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
template <class T, auto... Parts> constexpr bool index_ok() {
    return rule_index_field<
        std::bool_constant<sizeof...(Parts) != 0 && (is_field_of<T, part_of<Parts>::member>() && ...)>>::ok;
}
template <class T, auto... Parts> constexpr bool index_ok(index_on<Parts...>) { return index_ok<T, Parts...>(); }
template <class T, auto... Parts> constexpr bool index_ok(unique_index_on<Parts...>) { return index_ok<T, Parts...>(); }
template <class T, class... Indexes> constexpr bool indexes_ok(indexes<Indexes...>) {
    return (index_ok<T>(Indexes{}) && ...);
}

template <auto Member, fixed_string... Names>
constexpr bool renames(std::string_view field, db_column<Member, Names...>) {
    return member_name<Member>() == field;
}
template <class... Columns> constexpr bool any_renames(std::string_view field, columns<Columns...>) {
    return (renames(field, Columns{}) || ...);
}
template <class T, std::size_t I> constexpr bool composite_named() {
    using F = field_type<T, I>;
    if constexpr (key_size<typename field_traits<F>::value> == 1)
        return true;
    else if constexpr (has_columns<T>)
        return rule_composite_named<F, any_renames(field_name<T, I>(), typename meta_of<T>::columns{})>::ok;
    else
        return rule_composite_named<F, false>::ok;
}
template <class T, std::size_t... I> constexpr bool composites_named(std::index_sequence<I...>) {
    return (composite_named<T, I>() && ...);
}

template <class T> constexpr bool meta_ok() {
    using meta = meta_of<T>;
    bool ok = composites_named<T>(std::make_index_sequence<field_count<T>>{});
    if constexpr (has_primary_key<T>) ok = ok && key_ok<T>(typename meta::primary_key{});
    if constexpr (has_columns<T>) ok = ok && columns_ok<T>(typename meta::columns{});
    if constexpr (has_indexes<T>) ok = ok && indexes_ok<T>(typename meta::indexes{});
    return ok;
}

/// True where T can be described, with or without a relation.
template <class T> constexpr bool describable() {
    if constexpr (readable<T>())
        return meta_ok<T>();
    else
        return false;
}

/// True where T is a model: a struct that stands for a relation.
template <class T> constexpr bool is_model() {
    if constexpr (rule_relation<T>::ok)
        return describable<T>();
    else
        return false;
}

}  // namespace matview::detail
