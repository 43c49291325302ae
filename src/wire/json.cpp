// jsonb's binary form is a version, 1, and the text; json's is its text (jsonb.c and json.c in src/backend/utils/adt of PostgreSQL).
#include <matview/wire/json.hpp>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "reading.hpp"
#include "writing.hpp"

namespace matview::inline v0 {
namespace detail {
namespace {

constexpr char jsonb_version = 1;

void read_json(cell value, json& field) { field.text.assign(value.text()); }

void read_jsonb(cell value, json& field) {
    const std::string_view bytes = value.text();
    if (bytes.empty()) fail_size("jsonb", 1, value.size);
    if (bytes.front() != jsonb_version)
        throw value_error(fmt::format("jsonb of version {}, where 1 is known", static_cast<int>(bytes.front())));
    field.text.assign(bytes.substr(1));
}

decode_fn decoder(oid type, bool optional, const type_registry&) {
    if (type == pg::json) return decode_by<json, &read_json>(optional);
    if (type == pg::jsonb) return decode_by<json, &read_jsonb>(optional);
    return nullptr;
}

encoded encode(const void* value, oid type, byte_writer& out, const type_registry&) {
    if (type != pg::json && type != pg::jsonb) return encoded::mismatch;
    const std::string& text = static_cast<const json*>(value)->text;
    check_text(text);
    if (type == pg::jsonb) out.integer(jsonb_version);
    out.raw(std::string_view(text));
    return encoded::done;
}

void print(const void* value, std::string& out) { out += static_cast<const json*>(value)->text; }

}  // namespace
}  // namespace detail

const detail::value_ops& codec<json>::ops() {
    static constexpr detail::value_ops ops{"matview::json", pg_type(pg::jsonb), &detail::decoder, &detail::encode,
                                           &detail::print};
    return ops;
}

}  // namespace matview::inline v0
