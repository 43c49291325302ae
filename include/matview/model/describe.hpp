// describe<T>(): from a struct to its description, made once a program.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include <matview/export.hpp>
#include <matview/model/description.hpp>
#include <matview/model/foreign_key.hpp>
#include <matview/model/rules.hpp>
#include <matview/reflect/type_name.hpp>

namespace matview::inline v0::detail {

/// Optional or not, the foreign key inside a field; null where the field is empty.
template <class T, class K> foreign_key<T, K>* key_in(foreign_key<T, K>& field) { return &field; }
template <class T, class K> foreign_key<T, K>* key_in(std::optional<foreign_key<T, K>>& field) {
    return field ? &*field : nullptr;
}

// Part I of a key is decoded into the foreign key, which forgets the row that it held: rows may be reused.
template <class F, std::size_t I> void decode_key(cell value, void* target, const decode_step& step) {
    auto& field = *static_cast<F*>(target);
    if constexpr (field_traits<F>::optional) {
        if (value.is_null()) return field.reset();
        if (I == 0) field.emplace();
        if (!field) return;  // another part of the key is NULL, so it refers to nothing
    }
    auto& key = *key_in(field);
    step.inner(value, foreign_key_access::template key_at<I>(key), step);
    if (I == 0) foreign_key_access::row(key).clear(static_cast<const relation_info*>(step.relation));
}

template <class T, std::size_t I> inline constexpr relation_info relation_of{type_name<T>(), field_name<T, I>()};

/// One column of a field: how its value is carried, and for a foreign key the way into it.
struct field_part {
    const value_ops* codec;
    decode_fn key_wrapper = nullptr;
    const void* (*held)(const void* field) = nullptr;
};
struct index_field {
    std::string_view field;
    direction way;
    nulls place;
};

// What does not need the struct's type, compiled once in the library.
MATVIEW_EXPORT void add_field(model_info& info, std::string_view name, std::size_t offset, bool optional,
                              std::initializer_list<field_part> parts, const relation_info* relation);
MATVIEW_EXPORT void set_relation(model_info& info, const relation& relation);
MATVIEW_EXPORT void rename_columns(model_info& info, std::string_view field,
                                   std::initializer_list<std::string_view> names);
MATVIEW_EXPORT void add_primary_key(model_info& info, std::initializer_list<std::string_view> fields);
MATVIEW_EXPORT void add_index(model_info& info, bool unique, std::initializer_list<index_field> fields);

template <class F> constexpr auto held_in() -> const void* (*)(const void*) {
    if constexpr (field_traits<F>::optional)
        return [](const void* field) -> const void* {
            const auto& optional = *static_cast<const F*>(field);
            return optional ? &*optional : nullptr;
        };
    else
        return nullptr;
}
template <class T, std::size_t I, std::size_t... Part>
void add_field(model_info& info, const T& specimen, std::index_sequence<Part...>) {
    using F = field_type<T, I>;
    using traits = field_traits<F>;
    if constexpr (traits::relation)
        add_field(info, field_name<T, I>(), field_offset<I>(specimen), traits::optional,
                  {{&ops_of<typename key_part_type<typename traits::value, Part>::type>(), &decode_key<F, Part>}...},
                  &relation_of<T, I>);
    else
        add_field(info, field_name<T, I>(), field_offset<I>(specimen), traits::optional,
                  {{&ops_of<typename traits::value>(), nullptr, held_in<F>()}}, nullptr);
}
template <class T, std::size_t... I> void add_fields(model_info& info, std::index_sequence<I...>) {
    const T specimen{};
    (add_field<T, I>(info, specimen,
                     std::make_index_sequence<key_size<typename field_traits<field_type<T, I>>::value>>{}),
     ...);
}
template <auto Member, fixed_string... Names> void rename_columns(model_info& info, db_column<Member, Names...>) {
    rename_columns(info, member_name<Member>(), {Names.view()...});
}
template <class... Columns> void rename_columns(model_info& info, columns<Columns...>) {
    (rename_columns(info, Columns{}), ...);
}
template <auto... Members> void add_primary_key(model_info& info, key<Members...>) {
    add_primary_key(info, {member_name<Members>()...});
}
template <auto... Parts> void add_index(model_info& info, index_on<Parts...>) {
    add_index(info, false, {{member_name<part_of<Parts>::member>(), part_of<Parts>::way, part_of<Parts>::place}...});
}
template <auto... Parts> void add_index(model_info& info, unique_index_on<Parts...>) {
    add_index(info, true, {{member_name<part_of<Parts>::member>(), part_of<Parts>::way, part_of<Parts>::place}...});
}
template <class... Indexes> void add_indexes(model_info& info, indexes<Indexes...>) {
    (add_index(info, Indexes{}), ...);
}

template <class T> model_info make_description() {
    model_info info;
    if constexpr (keeps<row_rules<T>>) {  // who broke one has been told
        using meta = meta_of<T>;
        info.name = type_name<T>();
        add_fields<T>(info, std::make_index_sequence<field_count<T>>{});
        if constexpr (has_columns<T>) rename_columns(info, typename meta::columns{});
        if constexpr (has_relation<T>) set_relation(info, meta::relation);
        if constexpr (has_primary_key<T>) add_primary_key(info, typename meta::primary_key{});
        if constexpr (has_definition<T>) info.definition = meta::definition;
        if constexpr (has_indexes<T>) add_indexes(info, typename meta::indexes{});
    }
    return info;
}

/// Thread-safe; the reference lives as long as the program.
template <class T> const model_info& describe() {
    static const model_info info = make_description<T>();
    return info;
}

}  // namespace matview::inline v0::detail
