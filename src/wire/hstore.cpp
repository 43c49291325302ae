// hstore's binary form is the count of pairs, then for each the key's length and bytes, and the value's, whose length is -1 for NULL
// (hstore_send in contrib/hstore/hstore_io.c of PostgreSQL).
#include <matview/wire/hstore.hpp>

#include <utility>

#include "byte_reader.hpp"
#include "reading.hpp"
#include "writing.hpp"

namespace matview::inline v0 {
namespace detail {
namespace {

using hstore = std::map<std::string, std::optional<std::string>>;

void read(cell value, hstore& field) {
    constexpr std::size_t least_bytes = 2 * sizeof(std::int32_t);
    byte_reader in(value, "hstore");
    hstore pairs;
    for (std::size_t left = in.count(least_bytes); left > 0; --left) {
        const cell key = in.sized();
        if (key.is_null()) in.fail("a key that is NULL");
        const cell text = in.sized();
        pairs.emplace(key.text(), text.is_null() ? std::nullopt : std::optional<std::string>(text.text()));
    }
    in.end();
    field = std::move(pairs);
}

bool is_hstore(oid type, const type_registry& types) {
    const type_info* info = types.find(type);
    return info && info->kind == 'b' && (info->name == "hstore" || info->name.ends_with(".hstore"));
}

decode_fn decoder(oid type, bool optional, const type_registry& types) {
    return is_hstore(type, types) ? decode_by<hstore, &read>(optional) : nullptr;
}

void write(std::string_view text, byte_writer& out) {
    check_text(text);
    out.integer(static_cast<std::int32_t>(text.size()));
    out.raw(text);
}

encoded encode(const void* at, oid type, byte_writer& out, const type_registry& types) {
    if (!is_hstore(type, types)) return encoded::mismatch;
    const auto& value = *static_cast<const hstore*>(at);
    out.integer(static_cast<std::int32_t>(value.size()));
    for (const auto& [key, text] : value) {
        write(key, out);
        if (text)
            write(*text, out);
        else
            out.integer(std::int32_t{-1});
    }
    return encoded::done;
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    out += '"';
}

void print(const void* at, std::string& out) {
    bool first = true;
    for (const auto& [key, text] : *static_cast<const hstore*>(at)) {
        if (!std::exchange(first, false)) out += ", ";
        append_quoted(out, key);
        out += "=>";
        if (text)
            append_quoted(out, *text);
        else
            out += "NULL";
    }
}

}  // namespace
}  // namespace detail

const detail::value_ops& codec<std::map<std::string, std::optional<std::string>>>::ops() {
    static constexpr detail::value_ops ops{"std::map<std::string, std::optional<std::string>>", pg_type("hstore"),
                                           &detail::decoder, &detail::encode, &detail::print};
    return ops;
}

}  // namespace matview::inline v0
