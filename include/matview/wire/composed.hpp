// What codecs of values that hold others share: arrays, ranges, composites.
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <matview/export.hpp>
#include <matview/wire/codec.hpp>

namespace matview::inline v0::detail {

/// Reads a value that is not NULL by its step, which has steps for its parts.
template <class V, void (*Read)(cell, V&, const decode_step&)>
void decode_composed(cell value, void* target, const decode_step& step) {
    if (value.is_null()) fail_null();
    Read(value, *static_cast<V*>(target), step);
}
template <class V, void (*Read)(cell, V&, const decode_step&)>
void decode_optional_composed(cell value, void* target, const decode_step& step) {
    auto& field = *static_cast<std::optional<V>*>(target);
    if (value.is_null()) return field.reset();
    if (!field) field.emplace();  // else its memory is used again
    Read(value, *field, step);
}
template <class V, void (*Read)(cell, V&, const decode_step&)> decode_fn decode_composed_by(bool optional) {
    return optional ? &decode_optional_composed<V, Read> : &decode_composed<V, Read>;
}

/// Arrays, composites, ranges and multiranges: a value that holds others, and so no key.
template <class V> inline constexpr bool is_composed = false;

/// Whether C++ orders values as the server does. Text it orders by a collation, enums by their labels, and others' types as they say.
template <class T>
inline constexpr bool ordered_as_server =
    std::totally_ordered<T>&& builtin_codec<T> && !is_composed<T> && !std::is_enum_v<T> && !std::is_same_v<T, char> &&
    !std::is_same_v<T, std::string> && !requires {
    typename codec<T>::rule;
};

/// "std::vector<std::int32_t>", "std::vector<std::optional<std::string>>": the part's name within before and behind.
MATVIEW_EXPORT std::string composed_name(std::string_view before, std::string_view part, bool optional,
                                         std::string_view behind);

}  // namespace matview::inline v0::detail
