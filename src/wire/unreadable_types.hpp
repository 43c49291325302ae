// Types that no C++ type of the library reads, and why.
#pragma once

#include <string_view>

#include <matview/wire/oid.hpp>

namespace matview::inline v0::detail {

struct unreadable_type {
    std::string_view why;   // "money's text depends on lc_monetary"
    std::string_view cast;  // the type to cast to in SQL; empty where there is none
};

/// Null where the type is read, or not one of PostgreSQL's own.
const unreadable_type* unreadable_type_of(oid type);

}  // namespace matview::inline v0::detail
