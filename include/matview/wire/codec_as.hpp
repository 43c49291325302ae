// codec_as: a type of the user's own that travels as another type does.
#pragma once

#include <type_traits>
#include <utility>
#include <vector>

#include <matview/reflect/rule.hpp>
#include <matview/reflect/type_name.hpp>
#include <matview/wire/codec.hpp>

namespace matview::inline v0 {
namespace detail {

template <class T, class V>
concept one_member_of = std::is_aggregate_v<T> && requires(T& value, V& member) {
    T{member};
    requires boost::pfr::tuple_size_v<T>
    == 1;
    requires std::is_same_v<boost::pfr::tuple_element_t<0, T>, V>;
};

/// An enum takes all values of V, and the other way round.
template <class T, class V> constexpr bool same_integers() {
    if constexpr (std::is_enum_v<T> && std::is_integral_v<V>)
        return sizeof(T) == sizeof(V) && std::is_signed_v<std::underlying_type_t<T>> == std::is_signed_v<V>;
    else
        return false;
}
template <class T, class V> constexpr bool converts() {
    if constexpr (std::is_enum_v<T>)
        return same_integers<T, V>();
    else if constexpr (one_member_of<T, V>)
        return true;
    else
        return std::is_constructible_v<V, const T&> && std::is_constructible_v<T, V> &&
               std::is_default_constructible_v<T>;
}

template <class T, class V> struct rule_codec_as {
    static constexpr bool ok = has_codec<V> && converts<T, V>();
    static auto say() {
        static_assert(
            ok,
            "matview: codec_as<T, V> needs a V that matview reads, and a T that is a struct of one V, an enum "
            "over it, or a class that converts to V and is made from one");
    }
};

}  // namespace detail

/// The codec of a strong type: T is read and written wherever V is, and takes part in nothing else. In one line, before the first model
/// that uses it:
///
///     struct UserId { std::int64_t value; };
///     template <> struct matview::codec<UserId> : matview::codec_as<UserId, std::int64_t> {};
///
/// T is a struct of one V; an enum over V; or a class that is made from a V and converts to one, explicitly or not. What T's
/// conversions throw comes through; a value_error is told with view, column and row.
template <class T, class V> struct codec_as {
    using rule = detail::rule_codec_as<T, V>;  // which a field of type T must keep

    static const detail::value_ops& ops() {
        if constexpr (detail::holds<detail::rules<rule>>()) {
            static const detail::value_ops all{detail::type_name<T>(),
                                               detail::ops_of<V>().natural,
                                               &decoder,
                                               &encode,
                                               &print,
                                               detail::ops_of<V>().declare,
                                               &parts};
            return all;
        } else {
            static const detail::value_ops none{"", pg_type(oid{0}), nullptr, nullptr, nullptr};
            return none;
        }
    }

private:
    static T made_from(V value) {
        if constexpr (std::is_enum_v<T>)
            return static_cast<T>(value);
        else
            return T{std::move(value)};
    }
    static decltype(auto) value_of(const T& from) {
        if constexpr (detail::one_member_of<T, V>)
            return boost::pfr::get<0>(from);
        else
            return static_cast<V>(from);
    }

    // The step of V is a part of T's: it is made once a query.
    static std::vector<detail::decode_step> parts(oid type, const type_registry& types) {
        return {detail::make_step(detail::ops_of<V>(), type, false, types)};
    }
    static void read(cell value, T& field, const detail::decode_step& step) {
        V wire{};
        step.parts.front().decode(value, &wire, step.parts.front());
        field = made_from(std::move(wire));
    }
    static void decode_plain(cell value, void* target, const detail::decode_step& step) {
        if (value.is_null()) detail::fail_null();
        read(value, *static_cast<T*>(target), step);
    }
    static void decode_optional(cell value, void* target, const detail::decode_step& step) {
        auto& field = *static_cast<std::optional<T>*>(target);
        if (value.is_null()) return field.reset();
        if (!field) field.emplace();
        read(value, *field, step);
    }
    static detail::decode_fn decoder(oid type, bool optional, const type_registry& types) {
        if (!detail::ops_of<V>().decoder(type, false, types)) return nullptr;
        return optional ? &decode_optional : &decode_plain;
    }
    static detail::encoded encode(const void* value, oid type, byte_writer& out, const type_registry& types) {
        const V& wire = value_of(*static_cast<const T*>(value));
        return detail::ops_of<V>().encode(&wire, type, out, types);
    }
    static void print(const void* value, std::string& out) {
        const V& wire = value_of(*static_cast<const T*>(value));
        detail::ops_of<V>().print(&wire, out);
    }
};

}  // namespace matview::inline v0
