// inet, cidr: hosts and networks of IPv4 and IPv6, https://www.postgresql.org/docs/current/datatype-net-types.html
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <matview/export.hpp>
#include <matview/wire/codec.hpp>

namespace matview::inline v0 {
namespace detail {

/// What inet and cidr have in common.
class MATVIEW_EXPORT network_address {
public:
    constexpr bool is_ipv4() const noexcept { return !ipv6_; }
    constexpr bool is_ipv6() const noexcept { return ipv6_; }
    /// Four bytes, or sixteen.
    constexpr std::span<const std::byte> bytes() const noexcept { return {bytes_.data(), size()}; }
    /// How many bits, from the first on, name the network: 24 for "192.168.1.5/24".
    constexpr int prefix() const noexcept { return prefix_; }
    /// All bits behind the prefix are zero.
    bool is_network() const noexcept;

protected:
    constexpr network_address() noexcept = default;
    /// Throws value_error where the size is neither 4 nor 16, or the prefix is longer.
    network_address(std::span<const std::byte> bytes, int prefix);
    explicit network_address(std::string_view text, const char* type);

    constexpr std::size_t size() const noexcept { return ipv6_ ? 16 : 4; }
    /// The address, and its prefix where that is asked for or does not cover it.
    std::string text(bool with_prefix) const;
    static std::strong_ordering compare(const network_address& left, const network_address& right) noexcept;

private:
    std::array<std::byte, 16> bytes_{};
    std::uint8_t prefix_ = 32;
    bool ipv6_ = false;
};

}  // namespace detail

/// A value of PostgreSQL's type inet: the address of a host, and how long the prefix of its network is.
class inet : public detail::network_address {
public:
    /// 0.0.0.0
    constexpr inet() noexcept = default;
    /// From four or sixteen bytes in network order. Throws value_error for other sizes, and a prefix beyond them.
    inet(std::span<const std::byte> bytes, int prefix) : network_address(bytes, prefix) {}
    /// From "192.168.1.5", "192.168.1.5/24", "10/8", "2001:db8::1/64", "::ffff:1.2.3.4". Throws value_error, which quotes the text.
    explicit inet(std::string_view text) : network_address(text, "inet") {}

    /// "192.168.1.5/24", without the prefix where it is the whole address, as the server prints it.
    std::string to_string() const { return text(false); }

    /// As the server orders: IPv4 first, then by network, by length of the prefix, by the other bits.
    friend bool operator==(const inet& left, const inet& right) noexcept { return compare(left, right) == 0; }
    friend std::strong_ordering operator<=>(const inet& left, const inet& right) noexcept {
        return compare(left, right);
    }
};

/// A value of PostgreSQL's type cidr: a network. All bits behind its prefix are zero.
class MATVIEW_EXPORT cidr : public detail::network_address {
public:
    /// 0.0.0.0/32
    constexpr cidr() noexcept = default;
    /// As inet's. Throws value_error where a bit behind the prefix is set, too.
    cidr(std::span<const std::byte> bytes, int prefix);
    /// From "192.168.1.0/24", "192.168/16", "2001:db8::/32", and a whole address. "10", whose prefix the server guesses, is refused.
    /// Throws value_error, which quotes the text.
    explicit cidr(std::string_view text);

    /// "192.168.1.0/24", always with its prefix, as the server prints it.
    std::string to_string() const { return text(true); }

    /// As inet's.
    friend bool operator==(const cidr& left, const cidr& right) noexcept { return compare(left, right) == 0; }
    friend std::strong_ordering operator<=>(const cidr& left, const cidr& right) noexcept {
        return compare(left, right);
    }
};

/// Reads inet and cidr; writes inet, and cidr where it is a network.
template <> struct MATVIEW_EXPORT codec<inet> { static const detail::value_ops& ops(); };
/// Reads cidr; writes cidr and inet.
template <> struct MATVIEW_EXPORT codec<cidr> { static const detail::value_ops& ops(); };

}  // namespace matview::inline v0
