// pg_lsn: a place in the write-ahead log, https://www.postgresql.org/docs/current/datatype-pg-lsn.html
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include <matview/export.hpp>
#include <matview/wire/codec.hpp>

namespace matview::inline v0 {

/// A value of PostgreSQL's type pg_lsn: how many bytes of log come before that place.
class MATVIEW_EXPORT lsn {
public:
    /// "0/0"
    constexpr lsn() noexcept = default;
    constexpr explicit lsn(std::uint64_t position) noexcept : position_(position) {}
    /// From "16/B374D848", in any case. Throws value_error, which quotes the text.
    explicit lsn(std::string_view text);

    constexpr std::uint64_t position() const noexcept { return position_; }
    /// "16/B374D848", as the server prints it.
    std::string to_string() const;

    friend constexpr bool operator==(lsn, lsn) noexcept = default;
    friend constexpr auto operator<=>(lsn, lsn) noexcept = default;

private:
    std::uint64_t position_ = 0;
};

/// Reads and writes pg_lsn.
template <> struct MATVIEW_EXPORT codec<lsn> { static const detail::value_ops& ops(); };

}  // namespace matview::inline v0
