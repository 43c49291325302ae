// Codecs of the plain C++ types: bool, integers, floating point, text, bytes.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <matview/export.hpp>
#include <matview/wire/codec.hpp>

namespace matview::inline v0 {

// Each reads its own type and whatever widens into it without loss: std::int64_t reads int2, int4, int8, oid, xid and cid, double reads
// float4, float8, int2 and int4. Narrowing is refused when the statement is checked.
template <> struct MATVIEW_EXPORT codec<bool> { static const detail::value_ops& ops(); };
template <> struct MATVIEW_EXPORT codec<short> { static const detail::value_ops& ops(); };
template <> struct MATVIEW_EXPORT codec<int> { static const detail::value_ops& ops(); };
template <> struct MATVIEW_EXPORT codec<long> { static const detail::value_ops& ops(); };
template <> struct MATVIEW_EXPORT codec<long long> { static const detail::value_ops& ops(); };
template <> struct MATVIEW_EXPORT codec<float> { static const detail::value_ops& ops(); };
template <> struct MATVIEW_EXPORT codec<double> { static const detail::value_ops& ops(); };
/// "char", one byte; not char(n), which is text
template <> struct MATVIEW_EXPORT codec<char> { static const detail::value_ops& ops(); };
/// text, varchar, char(n), name, enum labels, citext and xml; tsvector as the server prints it, which is read only. Text is UTF-8.
template <> struct MATVIEW_EXPORT codec<std::string> { static const detail::value_ops& ops(); };
/// bytea
template <> struct MATVIEW_EXPORT codec<std::vector<std::byte>> { static const detail::value_ops& ops(); };

// Views of what a stream reads, valid until its next row; nothing else gives rows with them.
/// text of every kind that a std::string reads, but for tsvector, whose text stands nowhere
template <> struct MATVIEW_EXPORT codec<std::string_view> { static const detail::value_ops& ops(); };
/// bytea
template <> struct MATVIEW_EXPORT codec<std::span<const std::byte>> { static const detail::value_ops& ops(); };

namespace detail {
template <class V> inline constexpr bool is_view = false;
template <> inline constexpr bool is_view<std::string_view> = true;
template <> inline constexpr bool is_view<std::span<const std::byte>> = true;
}  // namespace detail

}  // namespace matview::inline v0
