// What stands in a model's Meta, and where Meta is found.
#pragma once

#include <concepts>
#include <string_view>
#include <type_traits>

#include <matview/model/fixed_string.hpp>
#include <matview/model/relation.hpp>

namespace matview::inline v0 {

/// Specialise it for a struct that cannot hold a nested Meta: `template <> struct matview::meta<Legacy> { … };`
template <class T> struct meta;

/// What an enum class stands for, in its meta: `static constexpr auto type = matview::enum_type("mood");` Without a schema the search_path decides.
struct enum_type {
    std::string_view name, schema;
    constexpr explicit enum_type(const char* type_name, const char* type_schema = "")
        : name(type_name), schema(type_schema) {}
};

/// What a struct stands for that is a value of a composite type: `static constexpr auto type = matview::composite_type("address");`
struct composite_type {
    std::string_view name, schema;
    constexpr explicit composite_type(const char* type_name, const char* type_schema = "")
        : name(type_name), schema(type_schema) {}
};

/// The label of an enumerator whose name is another: `label<mood::very_happy, "very happy">`.
template <auto Enumerator, detail::fixed_string Label> struct label {};
/// All such labels: `using labels = matview::labels<matview::label<…>, …>;`
template <class... Labels> struct labels {};

/// The members that identify a row: `using primary_key = matview::key<&User::id>;` Several make a composite key.
template <auto... Members> struct key {};

/// A column whose name is not the field's: `db_column<&T::played, "quiz_count">`; a foreign key to a composite key names all its columns.
template <auto Member, detail::fixed_string... Names> struct db_column {};

/// All renamed columns: `using columns = matview::columns<matview::db_column<…>, …>;`
template <class... Columns> struct columns {};

/// An index that `create` makes: members, or asc<…> and desc<…> of them.
template <auto... Parts> struct index_on {};
/// A unique index that `create` makes. The primary key's comes by itself.
template <auto... Parts> struct unique_index_on {};
/// All indexes of a view: `using indexes = matview::indexes<matview::index_on<…>, …>;`
template <class... Indexes> struct indexes {};

namespace detail {

template <class T>
concept complete = requires {
    sizeof(T);
};
template <class T>
concept has_outer_meta = complete<meta<T>>;
template <class T>
concept has_inner_meta = requires {
    typename T::Meta;
};
template <class T>
concept has_meta = has_outer_meta<T> || has_inner_meta<T>;

struct no_meta {};
template <class T> struct find_meta { using type = no_meta; };
template <has_outer_meta T> struct find_meta<T> { using type = meta<T>; };
template <class T>
requires(!has_outer_meta<T> && has_inner_meta<T>) struct find_meta<T> {
    using type = typename T::Meta;
};
template <class T> using meta_of = typename find_meta<T>::type;

template <class T>
concept has_relation = requires {
    { meta_of<T>::relation } -> std::convertible_to<relation>;
};
template <class T>
concept has_primary_key = requires {
    typename meta_of<T>::primary_key;
};
template <class T>
concept has_columns = requires {
    typename meta_of<T>::columns;
};
template <class T>
concept has_definition = requires {
    { meta_of<T>::definition } -> std::convertible_to<std::string_view>;
};
template <class T>
concept has_indexes = requires {
    typename meta_of<T>::indexes;
};

}  // namespace detail
}  // namespace matview::inline v0
