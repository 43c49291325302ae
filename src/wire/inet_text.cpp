#include "inet_text.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

#include <fmt/format.h>

#include "hex.hpp"

namespace matview::inline v0::detail {
namespace {

constexpr std::size_t groups = 8;  // of IPv6, 16 bits each

/// Decimal digits alone, of a number up to `most`.
std::optional<unsigned> decimal(std::string_view text, unsigned most) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value > most) return std::nullopt;
    return value;
}

/// What stands before the separator, which is taken off as well; all where there is none.
std::string_view take_until(std::string_view& text, char separator, bool& found) {
    const std::size_t at = text.find(separator);
    const std::string_view taken = text.substr(0, at);
    found = at != text.npos;
    text.remove_prefix(found ? at + 1 : text.size());
    return taken;
}

/// Octets of "10.1" into `bytes`; how many there are, 0 where it is no such text.
std::size_t parse_octets(std::string_view text, std::byte* bytes) {
    std::size_t count = 0;
    for (bool more = true; more; ++count) {
        const auto octet = decimal(take_until(text, '.', more), 255);
        if (!octet || count == 4) return 0;
        bytes[count] = static_cast<std::byte>(*octet);
    }
    return count;
}

std::optional<unsigned> hex_group(std::string_view text) {
    if (text.empty() || text.size() > 4) return std::nullopt;
    unsigned value = 0;
    for (const char c : text) {
        if (hex_value(c) < 0) return std::nullopt;
        value = value * 16 + static_cast<unsigned>(hex_value(c));
    }
    return value;
}

/// Groups of "2001:db8" or "ffff:1.2.3.4" into `bytes`; how many, or nothing where it is no such text. An empty text has none.
std::optional<std::size_t> parse_groups(std::string_view text, std::byte* bytes) {
    std::size_t count = 0;
    for (bool more = !text.empty(); more;) {
        const std::string_view part = take_until(text, ':', more);
        if (!more && part.find('.') != part.npos) {
            if (count > groups - 2 || parse_octets(part, bytes + 2 * count) != 4) return std::nullopt;
            return count + 2;
        }
        const auto group = hex_group(part);
        if (!group || count == groups) return std::nullopt;
        bytes[2 * count] = static_cast<std::byte>(*group >> 8U);
        bytes[2 * count + 1] = static_cast<std::byte>(*group & 0xFFU);
        ++count;
    }
    return count;
}

bool parse_ipv6(std::string_view text, std::array<std::byte, 16>& bytes) {
    const std::size_t gap = text.find("::");
    if (gap == text.npos) return parse_groups(text, bytes.data()) == groups;
    std::array<std::byte, 16> behind{};
    const std::string_view front_text = text.substr(0, gap);
    if (front_text.find('.') != front_text.npos) return false;
    const auto front = parse_groups(front_text, bytes.data());
    const auto back = parse_groups(text.substr(gap + 2), behind.data());
    if (!front || !back || *front + *back >= groups) return false;
    std::copy_n(behind.begin(), 2 * *back, bytes.end() - static_cast<std::ptrdiff_t>(2 * *back));
    return true;
}

struct zeros {
    std::size_t first = groups, count = 0;
};

/// The longest run of groups that are zero, the first of several; two of them at least.
zeros longest_zeros(const std::array<unsigned, groups>& words) {
    zeros longest, here;
    for (std::size_t i = 0; i < groups; ++i) {
        here = words[i] != 0 ? zeros() : here.count == 0 ? zeros{i, 1} : zeros{here.first, here.count + 1};
        if (here.count > longest.count) longest = here;
    }
    return longest.count < 2 ? zeros() : longest;
}

std::string ipv4_text(const std::byte* bytes) {
    const auto octet = [&](std::size_t i) { return std::to_integer<unsigned>(bytes[i]); };
    return fmt::format("{}.{}.{}.{}", octet(0), octet(1), octet(2), octet(3));
}

std::string ipv6_text(const std::byte* bytes) {
    std::array<unsigned, groups> words{};
    for (std::size_t i = 0; i < groups; ++i)
        words[i] = std::to_integer<unsigned>(bytes[2 * i]) << 8U | std::to_integer<unsigned>(bytes[2 * i + 1]);
    const zeros gap = longest_zeros(words);
    // Addresses that stand for one of IPv4 end in that one's text.
    const bool holds_ipv4 = gap.first == 0 && (gap.count == 6 || (gap.count == 5 && words[5] == 0xFFFF));
    std::string text;
    for (std::size_t i = 0; i < groups; ++i) {
        if (i == gap.first) {
            text += "::";
            i += gap.count - 1;
            continue;
        }
        if (!text.empty() && text.back() != ':') text += ':';
        if (holds_ipv4 && i == 6) return text + ipv4_text(bytes + 12);
        text += fmt::format("{:x}", words[i]);
    }
    return text;
}

}  // namespace

std::optional<parsed_address> parse_address(std::string_view text) {
    parsed_address found;
    bool has_prefix = false;
    const std::string_view address = take_until(text, '/', has_prefix);
    found.ipv6 = address.find(':') != address.npos;
    std::size_t size = found.ipv6 ? 16 : parse_octets(address, found.bytes.data());
    if (size == 0 || (found.ipv6 && !parse_ipv6(address, found.bytes))) return std::nullopt;
    const std::size_t whole = found.ipv6 ? 16 : 4;
    if (!has_prefix) {
        found.prefix = static_cast<std::uint8_t>(8 * size);
        return size == whole ? std::optional(found) : std::nullopt;
    }
    // A shortened address has at least the octets that its prefix covers.
    const auto prefix = decimal(text, static_cast<unsigned>(8 * whole));
    if (!prefix || *prefix / 8 > size) return std::nullopt;
    found.prefix = static_cast<std::uint8_t>(*prefix);
    return found;
}

std::string address_text(std::span<const std::byte> bytes) {
    return bytes.size() == 4 ? ipv4_text(bytes.data()) : ipv6_text(bytes.data());
}

}  // namespace matview::inline v0::detail
