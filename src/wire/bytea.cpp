// The codecs of std::vector<std::byte> and std::span<const std::byte>.
#include <iterator>

#include <fmt/format.h>

#include <matview/wire/scalars.hpp>

#include "reading.hpp"

namespace matview::inline v0 {
namespace detail {
namespace {

using bytes = std::vector<std::byte>;
using byte_span = std::span<const std::byte>;

void read(cell value, bytes& field) {
    const auto all = value.bytes();
    field.assign(all.begin(), all.end());
}

void view(cell value, byte_span& field) { field = value.bytes(); }

decode_fn decoder(oid type, bool optional, const type_registry&) {
    return type == pg::bytea ? decode_by<bytes, &read>(optional) : nullptr;
}

decode_fn view_decoder(oid type, bool optional, const type_registry&) {
    return type == pg::bytea ? decode_by<byte_span, &view>(optional) : nullptr;
}

template <class Bytes> encoded encode(const void* value, oid type, byte_writer& out, const type_registry&) {
    if (type != pg::bytea) return encoded::mismatch;
    out.raw(byte_span(*static_cast<const Bytes*>(value)));
    return encoded::done;
}

template <class Bytes> void print(const void* value, std::string& out) {
    out += "'\\x";
    for (const std::byte b : *static_cast<const Bytes*>(value))
        fmt::format_to(std::back_inserter(out), "{:02x}", std::to_integer<unsigned>(b));
    out += '\'';
}

}  // namespace
}  // namespace detail

const detail::value_ops& codec<std::vector<std::byte>>::ops() {
    static constexpr detail::value_ops ops{"std::vector<std::byte>", pg_type(pg::bytea), &detail::decoder,
                                           &detail::encode<detail::bytes>, &detail::print<detail::bytes>};
    return ops;
}

const detail::value_ops& codec<std::span<const std::byte>>::ops() {
    static constexpr detail::value_ops ops{"std::span<const std::byte>", pg_type(pg::bytea), &detail::view_decoder,
                                           &detail::encode<detail::byte_span>, &detail::print<detail::byte_span>};
    return ops;
}

}  // namespace matview::inline v0
