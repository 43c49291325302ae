// What verify says of one relation.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <matview/db/session.hpp>

#include "manage/lint/finding.hpp"
#include "manage/targets.hpp"

namespace matview::inline v0::managing {

/// For a purpose of verify: "read", "refresh" or "refresh-concurrently"; for "all" those that the kind of relation has.
std::vector<finding> differences(session& on, const target& of, std::string_view purpose);

}  // namespace matview::inline v0::managing
