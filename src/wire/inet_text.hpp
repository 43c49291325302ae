// Addresses of IPv4 and IPv6 <-> text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace matview::inline v0::detail {

struct parsed_address {
    std::array<std::byte, 16> bytes{};
    std::uint8_t prefix = 0;
    bool ipv6 = false;
};

/// From "1.2.3.4", "1.2.3.4/24", "10/8", "2001:db8::1/64"; nothing where it is neither.
std::optional<parsed_address> parse_address(std::string_view text);

/// Of four or sixteen bytes: "1.2.3.4", "2001:db8::1".
std::string address_text(std::span<const std::byte> bytes);

}  // namespace matview::inline v0::detail
