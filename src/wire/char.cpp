// The codec of char: PostgreSQL's "char", a single byte; https://www.postgresql.org/docs/current/datatype-character.html
#include <matview/wire/scalars.hpp>

#include <fmt/format.h>

#include "reading.hpp"

namespace matview::inline v0 {
namespace detail {
namespace {

void read(cell value, char& field) { field = read_exactly<char>(value, "\"char\""); }

decode_fn decoder(oid type, bool optional, const type_registry&) {
    return type == pg::char_ ? decode_by<char, &read>(optional) : nullptr;
}

encoded encode(const void* value, oid type, byte_writer& out, const type_registry&) {
    if (type != pg::char_) return encoded::mismatch;
    out.integer(*static_cast<const char*>(value));
    return encoded::done;
}

void print(const void* at, std::string& out) {
    const char value = *static_cast<const char*>(at);
    out += value >= ' ' && value <= '~' ? fmt::format("'{}'", value)
                                        : fmt::format("'\\{:03o}'", static_cast<unsigned char>(value));
}

}  // namespace
}  // namespace detail

const detail::value_ops& codec<char>::ops() {
    static constexpr detail::value_ops ops{"char", pg_type(pg::char_), &detail::decoder, &detail::encode,
                                           &detail::print};
    return ops;
}

}  // namespace matview::inline v0
