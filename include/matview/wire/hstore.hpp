// hstore, of the extension of that name: https://www.postgresql.org/docs/current/hstore.html
#pragma once

#include <map>
#include <optional>
#include <string>

#include <matview/export.hpp>
#include <matview/wire/composed.hpp>

namespace matview::inline v0 {

/// Reads and writes hstore, in whichever schema the extension is: keys with values, each of which may be NULL.
template <> struct MATVIEW_EXPORT codec<std::map<std::string, std::optional<std::string>>> {
    static const detail::value_ops& ops();
};

namespace detail {
template <> inline constexpr bool ordered_as_server<std::map<std::string, std::optional<std::string>>> = false;
}

}  // namespace matview::inline v0
