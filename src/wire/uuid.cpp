#include <matview/wire/uuid.hpp>

#include <cstring>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "hex.hpp"
#include "quote.hpp"
#include "reading.hpp"

namespace matview::inline v0 {
namespace {

constexpr bool hyphen_before(std::size_t byte) { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

bool parse(std::string_view text, uuid::byte_array& bytes) {
    const bool hyphens = text.size() == 36;
    if (!hyphens && text.size() != 32) return false;
    std::size_t at = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i, at += 2) {
        if (hyphens && hyphen_before(i) && text[at++] != '-') return false;
        const int high = detail::hex_value(text[at]);
        const int low = detail::hex_value(text[at + 1]);
        if (high < 0 || low < 0) return false;
        bytes[i] = static_cast<std::byte>(high * 16 + low);
    }
    return true;
}

}  // namespace

uuid::uuid(std::string_view text) {
    if (!parse(text, bytes_)) throw value_error(fmt::format("not a uuid: {}", detail::in_quotes(text)));
}

std::string uuid::to_string() const {
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
        if (hyphen_before(i)) text.push_back('-');
        text.push_back("0123456789abcdef"[std::to_integer<unsigned>(bytes_[i]) >> 4U]);
        text.push_back("0123456789abcdef"[std::to_integer<unsigned>(bytes_[i]) & 0xFU]);
    }
    return text;
}

namespace detail {
namespace {

void read(cell value, uuid& field) {
    uuid::byte_array bytes;
    if (value.size != static_cast<std::int32_t>(bytes.size())) fail_size("uuid", bytes.size(), value.size);
    std::memcpy(bytes.data(), value.data, bytes.size());
    field = uuid(bytes);
}

decode_fn decoder(oid type, bool optional, const type_registry&) {
    return type == pg::uuid ? decode_by<uuid, &read>(optional) : nullptr;
}

encoded encode(const void* value, oid type, byte_writer& out, const type_registry&) {
    if (type != pg::uuid) return encoded::mismatch;
    out.raw(std::span<const std::byte>(static_cast<const uuid*>(value)->bytes()));
    return encoded::done;
}

void print(const void* value, std::string& out) { out += static_cast<const uuid*>(value)->to_string(); }

}  // namespace
}  // namespace detail

const detail::value_ops& codec<uuid>::ops() {
    static constexpr detail::value_ops ops{"matview::uuid", pg_type(pg::uuid), &detail::decoder, &detail::encode,
                                           &detail::print};
    return ops;
}

}  // namespace matview::inline v0

std::size_t std::hash<matview::uuid>::operator()(const matview::uuid& value) const noexcept {
    const auto& bytes = value.bytes();
    return std::hash<std::string_view>()({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}
