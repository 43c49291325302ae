// The binary form of inet and cidr is the family (2 or 3), the prefix, whether it is a cidr, the count of bytes, the bytes (network_send
// in src/backend/utils/adt/network.c of PostgreSQL).
#include <matview/wire/inet.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "inet_text.hpp"
#include "quote.hpp"
#include "reading.hpp"

namespace matview::inline v0 {
namespace detail {
namespace {

/// Of the first `bits` bits.
std::strong_ordering compare_bits(std::span<const std::byte> left, std::span<const std::byte> right, int bits) {
    const auto whole = static_cast<std::size_t>(bits / 8);
    for (std::size_t i = 0; i < whole; ++i)
        if (left[i] != right[i]) return left[i] <=> right[i];
    if (bits % 8 == 0) return std::strong_ordering::equal;
    const unsigned mask = 0xFF00U >> static_cast<unsigned>(bits % 8) & 0xFFU;
    return (std::to_integer<unsigned>(left[whole]) & mask) <=> (std::to_integer<unsigned>(right[whole]) & mask);
}

[[noreturn]] void fail_bits(const std::string& text) {
    throw value_error(fmt::format("not a cidr: {} has bits set behind its prefix", text));
}

}  // namespace

network_address::network_address(std::span<const std::byte> bytes, int prefix)
    : prefix_(static_cast<std::uint8_t>(prefix)), ipv6_(bytes.size() == 16) {
    if (bytes.size() != size())
        throw value_error(fmt::format("not an address: {} bytes, where 4 or 16 belong", bytes.size()));
    if (prefix < 0 || prefix > static_cast<int>(8 * size()))
        throw value_error(fmt::format("not a prefix: {}, where 0 to {} belong", prefix, 8 * size()));
    std::copy(bytes.begin(), bytes.end(), bytes_.begin());
}

network_address::network_address(std::string_view text, const char* type) {
    const auto found = parse_address(text);
    if (!found) throw value_error(fmt::format("not {}: {}", type[0] == 'i' ? "an inet" : "a cidr", in_quotes(text)));
    bytes_ = found->bytes;
    prefix_ = found->prefix;
    ipv6_ = found->ipv6;
}

bool network_address::is_network() const noexcept {
    for (auto bit = static_cast<std::size_t>(prefix_); bit < 8 * size(); ++bit)
        if ((std::to_integer<unsigned>(bytes_[bit / 8]) >> (7 - bit % 8) & 1U) != 0) return false;
    return true;
}

std::string network_address::text(bool with_prefix) const {
    std::string text = address_text(bytes());
    if (with_prefix || prefix_ != 8 * size()) text += fmt::format("/{}", prefix_);
    return text;
}

std::strong_ordering network_address::compare(const network_address& left, const network_address& right) noexcept {
    if (left.ipv6_ != right.ipv6_) return left.ipv6_ <=> right.ipv6_;
    const int common = std::min(left.prefix_, right.prefix_);
    if (const auto order = compare_bits(left.bytes(), right.bytes(), common); order != 0) return order;
    if (left.prefix_ != right.prefix_) return left.prefix_ <=> right.prefix_;
    return compare_bits(left.bytes(), right.bytes(), static_cast<int>(8 * left.size()));
}

}  // namespace detail

cidr::cidr(std::span<const std::byte> bytes, int prefix) : network_address(bytes, prefix) {
    if (!is_network()) detail::fail_bits(to_string());
}
cidr::cidr(std::string_view text) : network_address(text, "cidr") {
    if (!is_network()) detail::fail_bits(to_string());
}

namespace detail {
namespace {

constexpr std::size_t header_size = 4;
constexpr char family_ipv4 = 2, family_ipv6 = 3;

template <class V> void read(cell value, V& field) {
    const std::string_view bytes = value.text();
    if (bytes.size() < header_size)
        throw value_error(fmt::format("malformed inet: {} bytes where at least {} belong", bytes.size(), header_size));
    const char family = bytes[0];
    const std::size_t size = family == family_ipv4 ? 4 : family == family_ipv6 ? 16 : 0;
    if (size == 0) throw value_error(fmt::format("malformed inet: family {}", static_cast<int>(family)));
    if (bytes[3] != static_cast<char>(size) || bytes.size() != header_size + size)
        throw value_error(fmt::format("malformed inet: {} bytes where {} belong", bytes.size(), header_size + size));
    field = V(value.bytes().subspan(header_size), static_cast<unsigned char>(bytes[1]));
}

void write(const network_address& value, bool is_cidr, byte_writer& out) {
    out.integer(value.is_ipv6() ? family_ipv6 : family_ipv4);
    out.integer(static_cast<std::uint8_t>(value.prefix()));
    out.integer(static_cast<char>(is_cidr));
    out.integer(static_cast<std::uint8_t>(value.bytes().size()));
    out.raw(value.bytes());
}

template <class V> void print(const void* value, std::string& out) { out += static_cast<const V*>(value)->to_string(); }

decode_fn inet_decoder(oid type, bool optional, const type_registry&) {
    return type == pg::inet || type == pg::cidr ? decode_by<inet, &read<inet>>(optional) : nullptr;
}
decode_fn cidr_decoder(oid type, bool optional, const type_registry&) {
    return type == pg::cidr ? decode_by<cidr, &read<cidr>>(optional) : nullptr;
}

// The server has no comparison of its own for cidr: beside such a column it infers inet.
template <class V> encoded encode(const void* at, oid type, byte_writer& out, const type_registry&) {
    if (type != pg::inet && type != pg::cidr) return encoded::mismatch;
    const auto& value = *static_cast<const V*>(at);
    if (type == pg::cidr && !value.is_network()) return encoded::not_held;
    write(value, type == pg::cidr, out);
    return encoded::done;
}

}  // namespace
}  // namespace detail

const detail::value_ops& codec<inet>::ops() {
    static constexpr detail::value_ops ops{"matview::inet", pg_type(pg::inet), &detail::inet_decoder,
                                           &detail::encode<inet>, &detail::print<inet>};
    return ops;
}
const detail::value_ops& codec<cidr>::ops() {
    static constexpr detail::value_ops ops{"matview::cidr", pg_type(pg::cidr), &detail::cidr_decoder,
                                           &detail::encode<cidr>, &detail::print<cidr>};
    return ops;
}

}  // namespace matview::inline v0
