// Enum classes that stand for PostgreSQL's enums, https://www.postgresql.org/docs/current/datatype-enum.html
#pragma once

#include <concepts>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <matview/model/meta.hpp>
#include <matview/reflect/enumerators.hpp>
#include <matview/reflect/rule.hpp>
#include <matview/reflect/type_name.hpp>
#include <matview/wire/composed.hpp>

namespace matview::inline v0 {
namespace detail {

template <class E>
concept declared_enum = std::is_enum_v<E> && requires {
    { meta_of<E>::type } -> std::convertible_to<enum_type>;
};

template <class E, class Underlying = std::underlying_type_t<E>> struct enum_limits {
    static constexpr bool is_signed = std::is_signed_v<Underlying>;
    static constexpr long long lowest = is_signed ? -128 : 0;
    static constexpr long long highest = sizeof(Underlying) == 1 ? std::numeric_limits<Underlying>::max()
                                         : is_signed             ? 127
                                                                 : 255;

    static constexpr long long first() {
        if constexpr (requires { meta_of<E>::first; })
            return static_cast<long long>(meta_of<E>::first);
        else
            return lowest;
    }
    static constexpr long long last() {
        if constexpr (requires { meta_of<E>::last; })
            return static_cast<long long>(meta_of<E>::last);
        else
            return highest;
    }
};

template <class E> struct rule_enum_fixed {
    static constexpr bool ok = requires { E{0}; };
    static auto say() {
        static_assert(ok,
                      "matview: an enum that stands for a PostgreSQL enum needs a fixed underlying type: make it an "
                      "enum class");
    }
};
template <class E> struct rule_enum_limits {
    static constexpr long long most = 4096;
    static constexpr bool ok =
        enum_limits<E>::first() <= enum_limits<E>::last() && enum_limits<E>::last() - enum_limits<E>::first() < most;
    static auto say() {
        static_assert(ok,
                      "matview: first and last of an enum's meta are its lowest and its highest enumerator, at most "
                      "4096 values apart");
    }
};
template <class E> constexpr auto enum_signature() {
    return enumerators_signature<E, enum_limits<E>::first(), enum_limits<E>::last()>();
}
template <class E> constexpr bool has_enumerators() {
    bool any = false;
    for_each_enumerator(enum_signature<E>(), [&](std::size_t, std::string_view) { return !(any = true); });
    return any;
}
template <class E> struct rule_enum_enumerators {
    static constexpr bool ok = has_enumerators<E>();
    static auto say() {
        static_assert(
            ok,
            "matview: this enum has no enumerator between -128 and 127: name its lowest and its highest one in "
            "its meta, static constexpr auto first = mood::a, last = mood::z;");
    }
};

template <class E, class Label> inline constexpr bool is_label_of = false;
template <class E, E Enumerator, fixed_string Label>
inline constexpr bool is_label_of<E, label<Enumerator, Label>> =
    !find_enumerator(values_signature<E, Enumerator>(), 0).empty() && !Label.view().empty();
template <class E, class Labels> inline constexpr bool are_labels_of = false;
template <class E, class... Label>
inline constexpr bool are_labels_of<E, labels<Label...>> = (is_label_of<E, Label> && ...);

template <class E> constexpr bool labels_fit() {
    if constexpr (requires { typename meta_of<E>::labels; })
        return are_labels_of<E, typename meta_of<E>::labels>;
    else
        return true;
}
template <class E> struct rule_enum_labels {
    static constexpr bool ok = labels_fit<E>();
    static auto say() {
        static_assert(ok,
                      "matview: labels in an enum's meta belong to its enumerators: using labels = "
                      "matview::labels<matview::label<mood::very_happy, \"very happy\">>;");
    }
};

template <class E>
struct enum_rules : rules<rule_enum_fixed<E>, rule_enum_limits<E>, rule_enum_enumerators<E>, rule_enum_labels<E>> {};

/// An enum without its type: its enumerators, and the labels that they stand for.
struct enum_info {
    struct enumerator {
        long long value;
        std::string_view name;
        std::string_view label;
    };
    struct rename {
        long long value;
        std::string_view label;
    };
    enum_info(std::string_view enum_name, pg_type stands_for, std::string_view signature, long long first,
              std::initializer_list<rename> labels);

    std::string_view name;
    pg_type type;
    std::vector<enumerator> by_value, by_label;  // sorted

    const enumerator* find(long long value) const;
    const enumerator* find(std::string_view label) const;
};

/// Whether it is the type, and all of its labels are known.
bool reads_enum(const enum_info& info, oid type, const type_registry& types);
/// The enumerator's value. Throws value_error for a label that has none.
long long read_label(const enum_info& info, cell value);
encoded write_label(const enum_info& info, long long value, oid type, byte_writer& out, const type_registry& types);
void print_label(const enum_info& info, long long value, std::string& out);
void enum_differences(const enum_info& info, oid type, const type_registry& types, const std::string& path,
                      std::vector<problem>& found);

template <class E, E... Enumerators, fixed_string... Labels>
enum_info make_enum(pg_type type, labels<label<Enumerators, Labels>...>) {
    return {type_name<E>(),
            type,
            enum_signature<E>(),
            enum_limits<E>::first(),
            {enum_info::rename{static_cast<long long>(Enumerators), Labels.view()}...}};
}
template <class E> constexpr auto labels_of() {
    if constexpr (requires { typename meta_of<E>::labels; })
        return typename meta_of<E>::labels{};
    else
        return labels<>{};
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
    static const enum_info info = make_enum<E>(enum_pg_type<E>(), labels_of<E>());
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
