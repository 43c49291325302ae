#include <matview/wire/macaddr.hpp>

#include <algorithm>
#include <cstring>
#include <optional>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "hex.hpp"
#include "quote.hpp"
#include "single_type.hpp"

namespace matview::inline v0 {
namespace {

struct parsed {
    std::array<std::byte, 8> bytes{};
    std::size_t count = 0;
    char separator = '\0';     // '\0' where there is none
    std::size_t group = 0;     // bytes before the first separator, or all
    bool groups_alike = true;  // each separator stands behind a whole group
};

/// Pairs of digits, and between any two of them perhaps the separator that all others are.
std::optional<parsed> parse(std::string_view text) {
    parsed found;
    for (std::size_t at = 0; at < text.size(); at += 2) {
        if (found.count != 0 && detail::hex_value(text[at]) < 0) {
            if (std::string_view(":-.").find(text[at]) == std::string_view::npos) return std::nullopt;
            if (found.separator == '\0') found.group = found.count;
            if (found.separator != '\0' && found.separator != text[at]) return std::nullopt;
            found.separator = text[at++];
            if (found.count % found.group != 0) found.groups_alike = false;
        } else if (found.group != 0 && found.count % found.group == 0) {
            found.groups_alike = false;
        }
        if (text.size() - at < 2 || found.count == found.bytes.size()) return std::nullopt;
        const int high = detail::hex_value(text[at]);
        const int low = detail::hex_value(text[at + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        found.bytes[found.count++] = static_cast<std::byte>(high * 16 + low);
    }
    if (found.group == 0) found.group = found.count;
    return found;
}

/// macaddr takes fewer forms than macaddr8.
bool is_macaddr(const parsed& text) {
    if (text.count != 6 || !text.groups_alike) return false;
    switch (text.group) {
        case 1:
        case 3:
            return text.separator == ':' || text.separator == '-';
        case 2:
            return text.separator == '.' || text.separator == '-';
        default:
            return text.group == 6;
    }
}

[[noreturn]] void fail(const char* type, std::string_view text) {
    throw value_error(fmt::format("not a {}: {}", type, detail::in_quotes(text)));
}

template <std::size_t N> std::string text_of(const std::array<std::byte, N>& bytes) {
    std::string text;
    for (const std::byte b : bytes)
        text += fmt::format("{}{:02x}", text.empty() ? "" : ":", std::to_integer<unsigned>(b));
    return text;
}

}  // namespace

macaddr::macaddr(std::string_view text) {
    const auto found = parse(text);
    if (!found || !is_macaddr(*found)) fail("macaddr", text);
    std::copy_n(found->bytes.begin(), bytes_.size(), bytes_.begin());
}
macaddr8::macaddr8(std::string_view text) {
    const auto found = parse(text);
    if (!found || (found->count != 6 && found->count != 8)) fail("macaddr8", text);
    bytes_ = found->bytes;
    if (found->count == 8) return;
    std::copy_backward(bytes_.begin() + 3, bytes_.begin() + 6, bytes_.end());
    bytes_[3] = std::byte{0xFF};
    bytes_[4] = std::byte{0xFE};
}

std::string macaddr::to_string() const { return text_of(bytes_); }
std::string macaddr8::to_string() const { return text_of(bytes_); }

namespace detail {
namespace {

template <class V> void read(cell value, V& field) {
    typename V::byte_array bytes;
    if (value.size != static_cast<std::int32_t>(bytes.size()))
        fail_size(bytes.size() == 6 ? "macaddr" : "macaddr8", bytes.size(), value.size);
    std::memcpy(bytes.data(), value.data, bytes.size());
    field = V(bytes);
}
template <class V> void write(const V& value, byte_writer& out) { out.raw(std::span<const std::byte>(value.bytes())); }

}  // namespace
}  // namespace detail

const detail::value_ops& codec<macaddr>::ops() {
    using ops = detail::single_type<macaddr, pg::macaddr, &detail::read<macaddr>, &detail::write<macaddr>>;
    static constexpr detail::value_ops all = ops::ops("matview::macaddr");
    return all;
}
const detail::value_ops& codec<macaddr8>::ops() {
    using ops = detail::single_type<macaddr8, pg::macaddr8, &detail::read<macaddr8>, &detail::write<macaddr8>>;
    static constexpr detail::value_ops all = ops::ops("matview::macaddr8");
    return all;
}

}  // namespace matview::inline v0
