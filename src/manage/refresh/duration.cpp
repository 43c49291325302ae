#include "manage/refresh/duration.hpp"

#include <cstdint>
#include <limits>

namespace matview::inline v0::managing {

std::optional<std::chrono::milliseconds> duration_in(std::string_view text) {
    constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
    std::int64_t number = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits)
        if ((number = number * 10 + (text[digits] - '0')) > most) return std::nullopt;
    if (digits == 0) return std::nullopt;
    text.remove_prefix(digits);
    while (text.starts_with(' ')) text.remove_prefix(1);
    const std::int64_t unit = text.empty() || text == "ms" ? 1
                              : text == "s"                ? 1000
                              : text == "min"              ? 60'000
                              : text == "h"                ? 3'600'000
                              : text == "d"                ? 86'400'000
                                                           : 0;
    if (unit == 0 || number > most / unit) return std::nullopt;
    return std::chrono::milliseconds(number * unit);
}

}  // namespace matview::inline v0::managing
