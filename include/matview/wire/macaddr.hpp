// macaddr, macaddr8: hardware addresses, https://www.postgresql.org/docs/current/datatype-net-types.html#DATATYPE-MACADDR
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include <matview/export.hpp>
#include <matview/wire/codec.hpp>

namespace matview::inline v0 {

/// A value of PostgreSQL's type macaddr: six bytes. Ordered by them, as the server orders it.
class MATVIEW_EXPORT macaddr {
public:
    using byte_array = std::array<std::byte, 6>;

    /// 00:00:00:00:00:00
    constexpr macaddr() noexcept = default;
    constexpr explicit macaddr(const byte_array& bytes) noexcept : bytes_(bytes) {}
    /// From "08:00:2b:01:02:03", "08-00-2b-01-02-03", "08002b:010203", "08002b-010203", "0800.2b01.0203", "0800-2b01-0203" or
    /// "08002b010203", in any case. Throws value_error, which quotes the text.
    explicit macaddr(std::string_view text);

    constexpr const byte_array& bytes() const noexcept { return bytes_; }
    /// "08:00:2b:01:02:03", as the server prints it.
    std::string to_string() const;

    friend constexpr bool operator==(const macaddr&, const macaddr&) noexcept = default;
    friend constexpr auto operator<=>(const macaddr&, const macaddr&) noexcept = default;

private:
    byte_array bytes_{};
};

/// A value of PostgreSQL's type macaddr8: eight bytes. Ordered by them, as the server orders it.
class MATVIEW_EXPORT macaddr8 {
public:
    using byte_array = std::array<std::byte, 8>;

    /// 00:00:00:00:00:00:00:00
    constexpr macaddr8() noexcept = default;
    constexpr explicit macaddr8(const byte_array& bytes) noexcept : bytes_(bytes) {}
    /// From pairs of hexadecimal digits with the same one of ":", "-" and "." between some of them: "08:00:2b:01:02:03:04:05",
    /// "0800.2b01.0203.0405", "08002b0102030405". Of six bytes, FF and FE become the fourth and fifth, as the server has it.
    /// Throws value_error, which quotes the text.
    explicit macaddr8(std::string_view text);

    constexpr const byte_array& bytes() const noexcept { return bytes_; }
    /// "08:00:2b:01:02:03:04:05", as the server prints it.
    std::string to_string() const;

    friend constexpr bool operator==(const macaddr8&, const macaddr8&) noexcept = default;
    friend constexpr auto operator<=>(const macaddr8&, const macaddr8&) noexcept = default;

private:
    byte_array bytes_{};
};

/// Reads and writes macaddr.
template <> struct MATVIEW_EXPORT codec<macaddr> { static const detail::value_ops& ops(); };
/// Reads and writes macaddr8.
template <> struct MATVIEW_EXPORT codec<macaddr8> { static const detail::value_ops& ops(); };

}  // namespace matview::inline v0
