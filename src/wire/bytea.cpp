// The codec of std::vector<std::byte>.
#include <iterator>

#include <fmt/format.h>

#include <matview/wire/scalars.hpp>

#include "reading.hpp"

namespace matview::inline v0 {
namespace detail {
namespace {

using bytes = std::vector<std::byte>;

void read(cell value, bytes& field) {
    const auto all = value.bytes();
    field.assign(all.begin(), all.end());
}

decode_fn decoder(oid type, bool optional, const type_registry&) {
    return type == pg::bytea ? decode_by<bytes, &read>(optional) : nullptr;
}

encoded encode(const void* value, oid type, byte_writer& out, const type_registry&) {
    if (type != pg::bytea) return encoded::mismatch;
    out.raw(std::span<const std::byte>(*static_cast<const bytes*>(value)));
    return encoded::done;
}

void print(const void* value, std::string& out) {
    out += "'\\x";
    for (const std::byte b : *static_cast<const bytes*>(value)) fmt::format_to(std::back_inserter(out), "{:02x}", b);
    out += '\'';
}

}  // namespace
}  // namespace detail

const detail::value_ops& codec<std::vector<std::byte>>::ops() {
    static constexpr detail::value_ops ops{"std::vector<std::byte>", pg_type(pg::bytea), &detail::decoder,
                                           &detail::encode, &detail::print};
    return ops;
}

}  // namespace matview::inline v0
