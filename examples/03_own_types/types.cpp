#include "03_own_types/types.hpp"

#include <fmt/format.h>

Amount::Amount(const matview::numeric& value) {
    std::string text = value.to_string();
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string fraction = point < text.size() ? text.substr(point + 1) : "";
    if (!value.is_finite() || fraction.find_first_not_of('0', 2) != std::string::npos)
        throw matview::value_error(text + " is no amount of whole cents");
    fraction.resize(2, '0');
    cents_ = matview::numeric(text.substr(0, point) + fraction).to_integer<std::int64_t>();
}

std::string Amount::to_string() const {
    const std::int64_t size = cents_ < 0 ? -cents_ : cents_;
    return fmt::format("{}{}.{:02}", cents_ < 0 ? "-" : "", size / 100, size % 100);
}
