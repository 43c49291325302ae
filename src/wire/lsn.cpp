#include <matview/wire/lsn.hpp>

#include <charconv>
#include <optional>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "quote.hpp"
#include "single_type.hpp"

namespace matview::inline v0 {
namespace {

std::optional<std::uint32_t> half(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (text.size() > 8 || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

lsn::lsn(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto high = half(text.substr(0, slash));
    const auto low = half(slash == text.npos ? std::string_view() : text.substr(slash + 1));
    if (!high || !low) throw value_error(fmt::format("not a pg_lsn: {}", detail::in_quotes(text)));
    position_ = std::uint64_t{*high} << 32U | *low;
}

std::string lsn::to_string() const { return fmt::format("{:X}/{:X}", position_ >> 32U, position_ & 0xFFFFFFFFU); }

namespace detail {
namespace {

void read(cell value, lsn& field) { field = lsn(read_exactly<std::uint64_t>(value, "pg_lsn")); }
void write(const lsn& value, byte_writer& out) { out.integer(value.position()); }

}  // namespace
}  // namespace detail

const detail::value_ops& codec<lsn>::ops() {
    using ops = detail::single_type<lsn, pg::pg_lsn, &detail::read, &detail::write>;
    static constexpr detail::value_ops all = ops::ops("matview::lsn");
    return all;
}

}  // namespace matview::inline v0
