// Formatters for fmt. The one public header that includes fmt; not part of matview.hpp.
#pragma once

#include <fmt/format.h>

#include <matview/matview.hpp>

namespace matview::inline v0::detail {

/// Formats by to_string, with the width and alignment of strings.
template <class T> struct to_string_formatter : fmt::formatter<std::string_view> {
    template <class Context> auto format(const T& value, Context& context) const {
        return fmt::formatter<std::string_view>::format(text_of(value), context);
    }

private:
    static std::string text_of(const T& value) {
        if constexpr (requires { value.to_string(); })
            return value.to_string();
        else
            return to_string(value);
    }
};

}  // namespace matview::inline v0::detail

template <> struct fmt::formatter<matview::numeric> : matview::detail::to_string_formatter<matview::numeric> {};
template <> struct fmt::formatter<matview::uuid> : matview::detail::to_string_formatter<matview::uuid> {};
template <> struct fmt::formatter<matview::time_of_day> : matview::detail::to_string_formatter<matview::time_of_day> {};
template <>
struct fmt::formatter<matview::time_of_day_tz> : matview::detail::to_string_formatter<matview::time_of_day_tz> {};
template <> struct fmt::formatter<matview::interval> : matview::detail::to_string_formatter<matview::interval> {};
template <> struct fmt::formatter<matview::json> : matview::detail::to_string_formatter<matview::json> {};
template <> struct fmt::formatter<matview::bit_string> : matview::detail::to_string_formatter<matview::bit_string> {};
template <> struct fmt::formatter<matview::inet> : matview::detail::to_string_formatter<matview::inet> {};
template <> struct fmt::formatter<matview::cidr> : matview::detail::to_string_formatter<matview::cidr> {};
template <> struct fmt::formatter<matview::macaddr> : matview::detail::to_string_formatter<matview::macaddr> {};
template <> struct fmt::formatter<matview::macaddr8> : matview::detail::to_string_formatter<matview::macaddr8> {};
template <> struct fmt::formatter<matview::lsn> : matview::detail::to_string_formatter<matview::lsn> {};
template <class T>
struct fmt::formatter<matview::range<T>> : matview::detail::to_string_formatter<matview::range<T>> {};
template <class T>
struct fmt::formatter<matview::multirange<T>> : matview::detail::to_string_formatter<matview::multirange<T>> {};
template <> struct fmt::formatter<matview::parameter> : matview::detail::to_string_formatter<matview::parameter> {};
template <> struct fmt::formatter<matview::statement> : matview::detail::to_string_formatter<matview::statement> {};
template <>
struct fmt::formatter<matview::verification> : matview::detail::to_string_formatter<matview::verification> {};
