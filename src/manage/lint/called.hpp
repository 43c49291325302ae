// The functions that a view's definition calls.
#pragma once

#include <cstdint>
#include <vector>

#include "manage/lint/rules.hpp"

namespace matview::inline v0::managing {

/// Also those of its operators and aggregates, and of the plain views that it reads.
std::vector<std::int64_t> called_functions(const subject& of);

}  // namespace matview::inline v0::managing
