#include "target.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace fuzz_test {

void require(bool holds, std::string_view property, std::string_view about) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(property.size()), property.data());
    if (!about.empty()) std::fprintf(stderr, "with: %.*s\n", static_cast<int>(about.size()), about.data());
    std::abort();
}

std::uint8_t input_reader::byte() {
    if (rest_.empty()) return 0;
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return first;
}

std::string_view input_reader::piece() {
    const std::string_view taken = rest_.substr(0, rest_.find('\0'));
    rest_.remove_prefix(std::min(rest_.size(), taken.size() + 1));
    return taken;
}

std::string pieces(const std::vector<std::string_view>& parts) {
    std::string whole;
    for (const std::string_view part : parts) whole.append(part).push_back('\0');
    return whole;
}

}  // namespace fuzz_test
