// What a struct must be before PFR may look at it: one rule a type, with one sentence that says what to do.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include <matview/reflect/rule.hpp>

namespace matview::inline v0::detail {

// Probes stand for "some initializer" and are never evaluated. Their conversions have bodies all the same: clang wants them for types
// without linkage, as models in anonymous namespaces and their fields are.
struct any_probe {
    template <class V> operator V() const noexcept { __builtin_unreachable(); }
};
template <class T> struct base_probe {
    template <class V>
    requires(std::is_base_of_v<V, T> && !std::is_same_v<V, T>) operator V() const noexcept { __builtin_unreachable(); }
};

template <class T, std::size_t... I> constexpr bool takes_any(std::index_sequence<I...>) {
    return requires { T{(static_cast<void>(I), any_probe{})...}; };
}

// Initializers that T takes; the elements of a C array count one each, since braces may be elided.
template <class T, std::size_t N = 0> constexpr std::size_t initializer_count() {
    if constexpr (takes_any<T>(std::make_index_sequence<N + 1>{}))
        return initializer_count<T, N + 1>();
    else
        return N;
}

// An array takes one pair of braces where its elements would have taken several initializers.
template <class T, std::size_t... Before, std::size_t... Behind>
constexpr bool takes_braces(std::index_sequence<Before...>, std::index_sequence<Behind...>) {
    return requires {
        T{(static_cast<void>(Before), any_probe{})..., {}, (static_cast<void>(Behind), any_probe{})...};
    };
}
template <class T, std::size_t... I> constexpr bool has_c_array(std::index_sequence<I...>) {
    return !(takes_braces<T>(std::make_index_sequence<I>{}, std::make_index_sequence<sizeof...(I) - I - 1>{}) && ...);
}

template <class T> struct rule_aggregate {
    static constexpr bool ok = std::is_class_v<T> && std::is_aggregate_v<T>;
    static auto say() {
        static_assert(ok,
                      "matview: a model must be a plain aggregate struct: remove its constructors, virtual functions "
                      "and private or protected members");
    }
};

template <class T> struct rule_no_base {
    static constexpr bool ok = !requires { T{base_probe<T>{}}; };
    static auto say() {
        static_assert(
            ok, "matview: a model must not have a base class: write the fields of the base into the struct itself");
    }
};

template <class T> struct rule_assignable {
    static constexpr bool ok = std::is_default_constructible_v<T> && std::is_move_assignable_v<T>;
    static auto say() {
        static_assert(
            ok, "matview: a model must not have reference or const members: hold values, and make them non-const");
    }
};

template <class T> struct rule_no_c_array {
    static constexpr bool ok = !has_c_array<T>(std::make_index_sequence<initializer_count<T>()>{});
    static auto say() {
        static_assert(ok, "matview: a model must not have a C array: use std::string for text, std::vector for a list");
    }
};

template <class T> struct rule_has_fields {
    static constexpr bool ok = !std::is_empty_v<T>;
    static auto say() {
        static_assert(ok, "matview: a model needs at least one field: declare a member for each column to be read");
    }
};

/// T may be handed to PFR.
template <class T>
struct reflect_rules
    : rules<rule_aggregate<T>, rule_no_base<T>, rule_assignable<T>, rule_has_fields<T>, rule_no_c_array<T>> {};

}  // namespace matview::inline v0::detail
