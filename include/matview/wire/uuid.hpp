// uuid: 128 bits that name something, https://www.postgresql.org/docs/current/datatype-uuid.html
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include <matview/export.hpp>
#include <matview/wire/codec.hpp>

namespace matview::inline v0 {

/// A value of PostgreSQL's type uuid. Ordered by its bytes, as the server orders it.
class MATVIEW_EXPORT uuid {
public:
    using byte_array = std::array<std::byte, 16>;

    /// The nil uuid: all bits zero.
    constexpr uuid() noexcept = default;
    /// From the bytes in the order in which they are written.
    constexpr explicit uuid(const byte_array& bytes) noexcept : bytes_(bytes) {}
    /// From "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11" or the same without hyphens, in any case. Throws value_error, which quotes the text.
    explicit uuid(std::string_view text);

    constexpr const byte_array& bytes() const noexcept { return bytes_; }
    /// 36 characters, lower-case, as the server prints it.
    std::string to_string() const;

    friend constexpr bool operator==(const uuid&, const uuid&) noexcept = default;
    friend constexpr auto operator<=>(const uuid&, const uuid&) noexcept = default;

private:
    byte_array bytes_{};
};

/// Reads and writes uuid.
template <> struct MATVIEW_EXPORT codec<uuid> { static const detail::value_ops& ops(); };

}  // namespace matview::inline v0

/// Lets a uuid be a key of the unordered containers.
template <> struct MATVIEW_EXPORT std::hash<matview::uuid> {
    std::size_t operator()(const matview::uuid& value) const noexcept;
};
