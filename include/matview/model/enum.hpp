// Enum classes that stand for PostgreSQL's enums, https://www.postgresql.org/docs/current/datatype-enum.html
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <matview/export.hpp>
#include <matview/model/enum_rules.hpp>
#include <matview/reflect/type_name.hpp>
#include <matview/wire/composed.hpp>

namespace matview::inline v0 {
namespace detail {

/// An enum without its type: its enumerators, and the labels that they stand for.
struct MATVIEW_EXPORT enum_info {
    struct enumerator {
        long long value;
        std::string_view name;
        std::string_view label;
    };
    enum_info(std::string_view enum_name, pg_type stands_for, std::initializer_list<std::string_view> texts,
              long long first, std::initializer_list<renamed_enumerator> labels);

    std::string_view name;
    pg_type type;
    std::vector<enumerator> by_value, by_label;  // sorted

    const enumerator* find(long long value) const;
    const enumerator* find(std::string_view label) const;
};

/// Whether it is the type, and all of its labels are known.
MATVIEW_EXPORT bool reads_enum(const enum_info& info, oid type, const type_registry& types);
/// The enumerator's value. Throws value_error for a label that has none.
MATVIEW_EXPORT long long read_label(const enum_info& info, cell value);
MATVIEW_EXPORT encoded write_label(const enum_info& info, long long value, oid type, byte_writer& out,
                                   const type_registry& types);
MATVIEW_EXPORT void print_label(const enum_info& info, long long value, std::string& out);
MATVIEW_EXPORT void enum_differences(const enum_info& info, oid type, const type_registry& types,
                                     const std::string& path, std::vector<problem>& found);

template <class E, E... Enumerators, fixed_string... Labels, long long... Text>
enum_info make_enum(pg_type type, labels<label<Enumerators, Labels>...>, std::integer_sequence<long long, Text...>) {
    return {type_name<E>(),
            type,
            {enum_text<E, enum_limits<E>::first() + Text * values_a_text>()...},
            enum_limits<E>::first(),
            {renamed_enumerator{static_cast<long long>(Enumerators), Labels.view()}...}};
}
template <class E> pg_type enum_pg_type() {
    static constexpr enum_type type = meta_of<E>::type;
    pg_type named{"", ""};
    named.name = type.name;
    named.schema = type.schema;
    return named;
}
/// Thread-safe; the reference lives as long as the program.
template <class E> const enum_info& describe_enum() {
    static const enum_info info = make_enum<E>(enum_pg_type<E>(), labels_of<E>(), enum_texts<E>());
    return info;
}

template <class E> struct enum_codec {
    static long long number(const void* value) { return static_cast<long long>(*static_cast<const E*>(value)); }

    static void read(cell value, E& field, const decode_step&) {
        field = static_cast<E>(read_label(describe_enum<E>(), value));
    }
    static decode_fn decoder(oid type, bool optional, const type_registry& types) {
        return reads_enum(describe_enum<E>(), type, types) ? decode_composed_by<E, &read>(optional) : nullptr;
    }
    static encoded encode(const void* value, oid type, byte_writer& out, const type_registry& types) {
        return write_label(describe_enum<E>(), number(value), type, out, types);
    }
    static void print(const void* value, std::string& out) { print_label(describe_enum<E>(), number(value), out); }
    static void differences(oid type, const type_registry& types, const std::string& path,
                            std::vector<problem>& found) {
        enum_differences(describe_enum<E>(), type, types, path, found);
    }
};

}  // namespace detail

/// An enum class with a matview::meta that names the PostgreSQL enum. Its enumerators stand for the labels of their names, or for those that
/// the meta gives them; a label without an enumerator is a problem before the first row, an enumerator without a label equals nothing.
template <detail::declared_enum E> struct codec<E> {
    static const detail::value_ops& ops() {
        using own = detail::enum_codec<E>;
        static const detail::value_ops made{detail::type_name<E>(),
                                            detail::enum_pg_type<E>(),
                                            &own::decoder,
                                            &own::encode,
                                            &own::print,
                                            nullptr,
                                            nullptr,
                                            &own::differences};
        return made;
    }
};

}  // namespace matview::inline v0
