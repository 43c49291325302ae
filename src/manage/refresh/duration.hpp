// Durations as the server's settings have them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace matview::inline v0::managing {

/// "1500ms", "2 s", "5min", "1h", "1d"; milliseconds without a unit. None for what is no duration.
/// https://www.postgresql.org/docs/current/config-setting.html
std::optional<std::chrono::milliseconds> duration_in(std::string_view text);

}  // namespace matview::inline v0::managing
