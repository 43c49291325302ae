// The codec of bool.
#include <matview/wire/scalars.hpp>

#include "reading.hpp"
#include "writing.hpp"

namespace matview::inline v0 {
namespace detail {
namespace {

std::string_view word(const void* value) { return *static_cast<const bool*>(value) ? "true" : "false"; }

void read(cell value, bool& field) { field = read_exactly<std::int8_t>(value, "boolean") != 0; }

decode_fn decoder(oid type, bool optional, const type_registry&) {
    return type == pg::bool_ ? decode_sized_by<bool, &read>(optional) : nullptr;
}

encoded encode(const void* value, oid type, byte_writer& out, const type_registry&) {
    if (is_text(type)) return write_text(word(value), type, out);
    if (type != pg::bool_) return encoded::mismatch;
    out.integer(static_cast<std::int8_t>(*static_cast<const bool*>(value)));
    return encoded::done;
}

void print(const void* value, std::string& out) { out += word(value); }

}  // namespace
}  // namespace detail

const detail::value_ops& codec<bool>::ops() {
    static constexpr detail::value_ops ops{"bool", pg_type(pg::bool_), &detail::decoder, &detail::encode,
                                           &detail::print};
    return ops;
}

}  // namespace matview::inline v0
