// Arrays of one dimension, https://www.postgresql.org/docs/current/arrays.html
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <matview/export.hpp>
#include <matview/wire/composed.hpp>
#include <matview/wire/scalars.hpp>

namespace matview::inline v0 {
namespace detail {

/// A container without its type.
struct container_ops {
    const value_ops& (*element)();
    bool optional;                                                     // the elements can be NULL
    std::size_t stride;                                                // from one element to the next
    void* (*resize)(void* container, std::size_t count);               // returns the first element; throws value_error
    const void* (*first)(const void* container);                       // the first element
    std::size_t (*size)(const void* container);                        //
    const void* (*held)(const void* element) = nullptr;                // of optional elements: the value, or null
    bool (*get_bit)(const void* container, std::size_t at) = nullptr;  // of std::vector<bool>, whose elements
    void (*set_bit)(void* container, std::size_t at, bool value) = nullptr;  // have no place of their own
};

MATVIEW_EXPORT void read_array(cell value, void* container, const decode_step& step, const container_ops& ops);
MATVIEW_EXPORT encoded write_array(const void* container, const container_ops& ops, oid type, byte_writer& out,
                                   const type_registry& types);
MATVIEW_EXPORT void print_array(const void* container, const container_ops& ops, std::string& out);
MATVIEW_EXPORT bool is_array_type(oid type, const type_registry& types);
MATVIEW_EXPORT std::vector<decode_step> array_parts(const container_ops& ops, oid type, const type_registry& types);
MATVIEW_EXPORT void array_differences(const container_ops& ops, oid type, const type_registry& types,
                                      const std::string& path, std::vector<problem>& found);
[[noreturn]] MATVIEW_EXPORT void fail_array_size(std::size_t expected, std::size_t actual);

template <class E> struct element_traits {
    using value = E;
    static constexpr bool optional = false;
};
template <class V> struct element_traits<std::optional<V>> {
    using value = V;
    static constexpr bool optional = true;
};

template <class C> struct container_traits;
template <class E> struct container_traits<std::vector<E>> {
    using element = E;
    static void* resize(void* container, std::size_t count) {
        auto& to = *static_cast<std::vector<E>*>(container);
        to.resize(count);
        return to.data();
    }
    static std::string name(std::string_view part) {
        return composed_name("std::vector<", part, element_traits<E>::optional, ">");
    }
};
template <> struct container_traits<std::vector<bool>> {
    using element = bool;
    static void* resize(void* container, std::size_t count) {
        static_cast<std::vector<bool>*>(container)->resize(count);
        return nullptr;
    }
    static std::string name(std::string_view part) { return composed_name("std::vector<", part, false, ">"); }
};
template <class E, std::size_t N> struct container_traits<std::array<E, N>> {
    using element = E;
    static void* resize(void* container, std::size_t count) {
        if (count != N) fail_array_size(N, count);
        return static_cast<std::array<E, N>*>(container)->data();
    }
    static std::string name(std::string_view part) {
        return composed_name("std::array<", part, element_traits<E>::optional, ", " + std::to_string(N) + ">");
    }
};

// Not lambdas, whose parameters GCC takes for hiding what a user's file calls by the same name.
template <class C> struct container_calls {
    using element = typename container_traits<C>::element;
    static constexpr bool of_bits = std::is_same_v<C, std::vector<bool>>;

    static std::size_t size(const void* container) { return static_cast<const C*>(container)->size(); }
    static const void* first(const void* container) {
        if constexpr (of_bits)
            return nullptr;
        else
            return static_cast<const C*>(container)->data();
    }
    static const void* held(const void* at) {
        const auto& optional = *static_cast<const element*>(at);
        return optional ? &*optional : nullptr;
    }
    static bool get_bit(const void* container, std::size_t at) { return (*static_cast<const C*>(container))[at]; }
    static void set_bit(void* container, std::size_t at, bool bit) { (*static_cast<C*>(container))[at] = bit; }
};

template <class C> constexpr container_ops make_container_ops() {
    using traits = container_traits<C>;
    using calls = container_calls<C>;
    using element = typename traits::element;
    using value = typename element_traits<element>::value;
    container_ops ops{&ops_of<value>,  element_traits<element>::optional,
                      sizeof(element), &traits::resize,
                      &calls::first,   &calls::size};
    if constexpr (calls::of_bits) {
        ops.get_bit = &calls::get_bit;
        ops.set_bit = &calls::set_bit;
    }
    if constexpr (element_traits<element>::optional) ops.held = &calls::held;
    return ops;
}

template <class C> struct array_codec {
    static constexpr container_ops container = make_container_ops<C>();

    static void read(cell value, C& field, const decode_step& step) { read_array(value, &field, step, container); }
    static decode_fn decoder(oid type, bool optional, const type_registry& types) {
        return is_array_type(type, types) ? decode_composed_by<C, &read>(optional) : nullptr;
    }
    static encoded encode(const void* value, oid type, byte_writer& out, const type_registry& types) {
        return write_array(value, container, type, out, types);
    }
    static void print(const void* value, std::string& out) { print_array(value, container, out); }
    static std::vector<decode_step> parts(oid type, const type_registry& types) {
        return array_parts(container, type, types);
    }
    static void differences(oid type, const type_registry& types, const std::string& path,
                            std::vector<problem>& found) {
        array_differences(container, type, types, path, found);
    }

    static const value_ops& ops() {
        const value_ops& element = container.element();
        static const std::string name = container_traits<C>::name(element.cpp_name);
        static const value_ops made{name,        array_of(element.natural), &decoder, &encode, &print, nullptr, &parts,
                                    &differences};
        return made;
    }
};

template <class C> inline constexpr bool is_container = false;
template <class E> inline constexpr bool is_container<std::vector<E>> = !std::is_same_v<E, std::byte>;
template <class E, std::size_t N> inline constexpr bool is_container<std::array<E, N>> = true;
template <class V>
requires is_container<V>
inline constexpr bool is_composed<V> = true;

/// What an array can hold: whatever has a codec, optional or not, but for another array.
template <class E>
concept array_element =
    !is_container<typename element_traits<E>::value> && has_codec<typename element_traits<E>::value>;

}  // namespace detail

// Each reads the arrays of every type that its elements read. Elements that may be NULL are std::optional; a NULL for another, and an array
// of several dimensions or one that does not begin at 1, throw when they are read. std::vector<std::byte> is bytea and no array.

/// Any number of elements.
template <detail::array_element E> struct codec<std::vector<E>> {
    static const detail::value_ops& ops() { return detail::array_codec<std::vector<E>>::ops(); }
};
/// Exactly N elements: any other number throws value_error when it is read.
template <detail::array_element E, std::size_t N> struct codec<std::array<E, N>> {
    static const detail::value_ops& ops() { return detail::array_codec<std::array<E, N>>::ops(); }
};

}  // namespace matview::inline v0
