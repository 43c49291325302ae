// The codecs of std::string and std::string_view.
#include <matview/wire/scalars.hpp>

#include "reading.hpp"
#include "tsvector.hpp"
#include "writing.hpp"

namespace matview::inline v0 {
namespace detail {
namespace {

void read(cell value, std::string& field) { field.assign(value.text()); }

void view(cell value, std::string_view& field) { field = value.text(); }

void read_tsvector(cell value, std::string& field) { field = tsvector_text(value); }

bool is_enum(const type_info& type) { return type.kind == 'e'; }
bool is_citext(const type_info& type) { return type.category == 'S' && type.name.ends_with("citext"); }

bool is_read(oid type, const type_registry& types) {
    if (is_text(type)) return type != pg::unknown;
    if (type == pg::xml) return true;
    const type_info* info = types.find(type);
    return info && (is_enum(*info) || is_citext(*info));
}

bool is_written(oid type, const type_registry& types) {
    if (is_text(type) || type == pg::xml) return true;
    const type_info* info = types.find(type);
    return info && (is_enum(*info) || info->category == 'S');
}

decode_fn decoder(oid type, bool optional, const type_registry& types) {
    if (type == pg::tsvector) return decode_by<std::string, &read_tsvector>(optional);
    return is_read(type, types) ? decode_by<std::string, &read>(optional) : nullptr;
}

decode_fn view_decoder(oid type, bool optional, const type_registry& types) {
    return is_read(type, types) ? decode_by<std::string_view, &view>(optional) : nullptr;
}

template <class Text> encoded encode(const void* value, oid type, byte_writer& out, const type_registry& types) {
    const std::string_view text = *static_cast<const Text*>(value);
    if (type == pg::tsvector) {
        check_text(text);
        write_tsvector(text, out);
        return encoded::done;
    }
    if (!is_written(type, types)) return encoded::mismatch;
    check_text(text);
    if (const type_info* info = is_text(type) ? nullptr : types.find(type);
        info && is_enum(*info) && !types.has_label(type, text))
        return encoded::not_held;
    return write_text(text, type, out);
}

template <class Text> void print(const void* value, std::string& out) {
    out += '\'';
    for (const char c : *static_cast<const Text*>(value)) out.append(c == '\'' ? 2 : 1, c);
    out += '\'';
}

}  // namespace
}  // namespace detail

const detail::value_ops& codec<std::string>::ops() {
    static constexpr detail::value_ops ops{"std::string", pg_type(pg::text), &detail::decoder,
                                           &detail::encode<std::string>, &detail::print<std::string>};
    return ops;
}

const detail::value_ops& codec<std::string_view>::ops() {
    static constexpr detail::value_ops ops{"std::string_view", pg_type(pg::text), &detail::view_decoder,
                                           &detail::encode<std::string_view>, &detail::print<std::string_view>};
    return ops;
}

}  // namespace matview::inline v0
