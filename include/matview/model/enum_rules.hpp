// What an enum's meta must say, and the enumerators that it stands for.
#pragma once

#include <concepts>
#include <initializer_list>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>

#include <matview/model/meta.hpp>
#include <matview/reflect/enumerators.hpp>
#include <matview/reflect/rule.hpp>

namespace matview::inline v0::detail {

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
// GCC's time for such a text grows with the square of its length, and clang reads no long one when it compiles.
inline constexpr long long values_a_text = 64;

/// The names of the enumerators from First on, for at most so many values.
template <class E, long long First> consteval auto enum_text() {
    constexpr long long last = enum_limits<E>::last();
    return enumerators_signature<E, First, (last - First < values_a_text ? last : First + values_a_text - 1)>();
}
template <class E, long long First> constexpr bool has_enumerators_from() {
    bool any = false;
    for_each_enumerator(enum_text<E, First>(), [&](std::size_t, std::string_view) { return !(any = true); });
    return any;
}
template <class E, long long First> inline constexpr bool any_enumerator_from = has_enumerators_from<E, First>();

/// Where the texts begin, counted in texts.
template <class E> constexpr auto enum_texts() {
    constexpr long long values = enum_limits<E>::last() - enum_limits<E>::first() + 1;
    return std::make_integer_sequence<long long, (values + values_a_text - 1) / values_a_text>();
}
template <class E, long long... Text> constexpr bool has_enumerators(std::integer_sequence<long long, Text...>) {
    return (any_enumerator_from<E, enum_limits<E>::first() + Text * values_a_text> || ...);
}
template <class E> struct rule_enum_enumerators {
    static constexpr bool ok = has_enumerators<E>(enum_texts<E>());
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

template <class E> constexpr auto labels_of() {
    if constexpr (requires { typename meta_of<E>::labels; })
        return typename meta_of<E>::labels{};
    else
        return labels<>{};
}
/// An enumerator whose label is not its name.
struct renamed_enumerator {
    long long value;
    std::string_view label;
};
/// Whether no enumerator is renamed twice, nor two to the same.
constexpr bool labels_differ(std::initializer_list<renamed_enumerator> renamed) {
    for (const auto* a = renamed.begin(); a != renamed.end(); ++a)
        for (const auto* b = a + 1; b != renamed.end(); ++b)
            if (a->value == b->value || a->label == b->label) return false;
    return true;
}
/// Whether no label is also the name of an enumerator of that text which is not renamed.
constexpr bool names_differ(std::string_view text, long long first, std::initializer_list<renamed_enumerator> renamed) {
    bool all = true;
    for_each_enumerator(text, [&](std::size_t place, std::string_view name) {
        bool taken = false;
        for (const renamed_enumerator& r : renamed) {
            if (r.value == first + static_cast<long long>(place)) return true;
            taken = taken || r.label == name;
        }
        return all = !taken;
    });
    return all;
}
template <class E, class Labels, long long First> inline constexpr bool names_differ_from = true;
template <class E, E... Enumerators, fixed_string... Labels, long long First>
requires(sizeof...(Labels) !=
         0) inline constexpr bool names_differ_from<E, labels<label<Enumerators, Labels>...>, First> =
    names_differ(enum_text<E, First>(), First,
                 {renamed_enumerator{static_cast<long long>(Enumerators), Labels.view()}...});

template <class E, E... Enumerators, fixed_string... Labels, long long... Text>
constexpr bool labels_differ_of(labels<label<Enumerators, Labels>...>, std::integer_sequence<long long, Text...>) {
    using all = labels<label<Enumerators, Labels>...>;
    return labels_differ({renamed_enumerator{static_cast<long long>(Enumerators), Labels.view()}...}) &&
           (names_differ_from<E, all, enum_limits<E>::first() + Text * values_a_text> && ...);
}
template <class E> struct rule_enum_own_labels {
    static constexpr bool ok = labels_differ_of<E>(labels_of<E>(), enum_texts<E>());
    static auto say() {
        static_assert(ok,
                      "matview: two enumerators of this enum have one label, or one has two: give each a label of its "
                      "own in the labels of its meta");
    }
};

template <class E>
struct enum_rules : rules<rule_enum_fixed<E>, rule_enum_limits<E>, rule_enum_enumerators<E>, rule_enum_labels<E>,
                          rule_enum_own_labels<E>> {};

}  // namespace matview::inline v0::detail
