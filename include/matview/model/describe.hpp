// describe<T>(): from a struct to its description, made once a program.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>

#include <matview/model/description.hpp>
#include <matview/model/foreign_key.hpp>
#include <matview/model/rules.hpp>
#include <matview/model/type_name.hpp>

namespace matview::detail {

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

/// The names that db_column gives to a member's columns; empty where there is none.
template <auto Member, fixed_string... Names>
void renamed(std::string_view field, std::vector<std::string_view>& names, db_column<Member, Names...>) {
    if (member_name<Member>() == field) names = {Names.view()...};
}
template <class T> std::vector<std::string_view> renamed(std::string_view field) {
    std::vector<std::string_view> names;
    if constexpr (has_columns<T>)
        [&]<class... Columns>(columns<Columns...>) {
            (renamed(field, names, Columns{}), ...);
        }(typename meta_of<T>::columns{});
    return names;
}
template <class T, std::size_t I> inline constexpr relation_info relation_of{type_name<T>(), field_name<T, I>()};

template <class T, std::size_t I> void add_field(model_info& info, const T& specimen) {
    using F = field_type<T, I>;
    using traits = field_traits<F>;
    using value = typename traits::value;
    const std::string_view name = field_name<T, I>();
    const std::size_t offset = field_offset<I>(specimen);
    const auto names = renamed<T>(name);
    if constexpr (!traits::relation) {
        info.fields.push_back({name, info.columns.size(), 1, offset});
        info.columns.push_back(
            {std::string(names.empty() ? name : names[0]), name, &ops_of<value>(), traits::optional, offset});
    } else {
        const relation_info& relation = relation_of<T, I>;
        info.fields.push_back({name, info.columns.size(), key_size<value>, offset, &relation});
        [&]<std::size_t... Part>(std::index_sequence<Part...>) {
            (info.columns.push_back({names.empty() ? std::string(name) + "_id" : std::string(names[Part]), name,
                                     &ops_of<typename key_part_type<value, Part>::type>(), traits::optional, offset,
                                     &decode_key<F, Part>, &relation}),
             ...);
        }
        (std::make_index_sequence<key_size<value>>{});
    }
}

void add_primary_key(model_info& info, std::string_view field);
void add_index(model_info& info, bool unique,
               std::initializer_list<std::pair<std::string_view, std::pair<direction, nulls>>> parts);

template <auto... Members> void add_key(model_info& info, key<Members...>) {
    (add_primary_key(info, member_name<Members>()), ...);
}
template <auto... Parts> void add_index(model_info& info, index_on<Parts...>) {
    add_index(info, false, {{member_name<part_of<Parts>::member>(), {part_of<Parts>::way, part_of<Parts>::place}}...});
}
template <auto... Parts> void add_index(model_info& info, unique_index_on<Parts...>) {
    add_index(info, true, {{member_name<part_of<Parts>::member>(), {part_of<Parts>::way, part_of<Parts>::place}}...});
}
template <class... Indexes> void add_indexes(model_info& info, indexes<Indexes...>) {
    (add_index(info, Indexes{}), ...);
}

template <class T> model_info make_description() {
    using meta = meta_of<T>;
    model_info info;
    info.name = type_name<T>();
    const T specimen{};
    for_each_field_index<T>([&](auto index) { add_field<T, decltype(index)::value>(info, specimen); });
    if constexpr (has_relation<T>) info.relation = meta::relation;
    if constexpr (has_primary_key<T>) add_key(info, typename meta::primary_key{});
    if constexpr (has_definition<T>) info.definition = meta::definition;
    if constexpr (has_indexes<T>) add_indexes(info, typename meta::indexes{});
    return info;
}

/// Thread-safe; the reference lives as long as the program.
template <class T> const model_info& describe() {
    static const model_info info = make_description<T>();
    return info;
}

}  // namespace matview::detail
