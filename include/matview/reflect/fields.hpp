// Count, types and places of a struct's fields.
#pragma once

#include <cstddef>

#include <boost/pfr/core.hpp>

#include <matview/reflect/names.hpp>
#include <matview/reflect/rules.hpp>

namespace matview::inline v0::detail {

template <class T> inline constexpr std::size_t field_count = boost::pfr::tuple_size_v<T>;

template <class T, std::size_t I> using field_type = boost::pfr::tuple_element_t<I, T>;

/// Bytes from the start of `object` to its field I.
template <std::size_t I, class T> std::size_t field_offset(const T& object) {
    return static_cast<std::size_t>(reinterpret_cast<const char*>(&boost::pfr::get<I>(object)) -
                                    reinterpret_cast<const char*>(&object));
}

}  // namespace matview::inline v0::detail
