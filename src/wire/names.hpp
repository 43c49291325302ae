// Which C++ type to declare for a column, for error messages and for generated structs.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <matview/wire/codec.hpp>
#include <matview/wire/oid.hpp>
#include <matview/wire/type_registry.hpp>

namespace matview::inline v0::detail {

/// The library's own codecs of plain values, but for those of std::bitset and of durations in other integers than std::chrono's.
std::span<const value_ops* const> all_codecs();

/// The C++ type that says the same as a built-in type, "std::int64_t" for int8; empty where the library has none.
std::string_view cpp_type_for(oid type);
/// As above, also for domains, and for arrays, ranges and multiranges of all these: "std::vector<std::int64_t>" for int8[].
std::string cpp_type_for(oid type, const type_registry& types);

}  // namespace matview::inline v0::detail
