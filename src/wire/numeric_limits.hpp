// How large a numeric can be, https://www.postgresql.org/docs/current/datatype-numeric.html
#pragma once

#include <cstdint>

namespace matview::inline v0::detail {

inline constexpr std::int64_t numeric_digits_before_point = 131'072;
inline constexpr std::int64_t numeric_largest_scale = 16'383;

}  // namespace matview::inline v0::detail
