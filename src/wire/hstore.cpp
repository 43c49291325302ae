// hstore's binary form is the count of pairs, then for each the key's length and bytes, and the value's, whose length is -1 for NULL
// (hstore_send in contrib/hstore/hstore_io.c of PostgreSQL).
#include <matview/wire/hstore.hpp>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "reading.hpp"
#include "writing.hpp"

namespace matview::inline v0 {
namespace detail {
namespace {

using hstore = std::map<std::string, std::optional<std::string>>;

class reader {
public:
    explicit reader(std::string_view bytes) : rest_(bytes) {}

    std::int32_t integer() {
        const auto value = read_integer<std::int32_t>(take(4).data());
        return value;
    }
    std::string_view take(std::size_t size) {
        if (rest_.size() < size) throw value_error("malformed hstore: it ends within a pair");
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    bool at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

void read(cell value, hstore& field) {
    reader from(value.text());
    const std::int32_t count = from.integer();
    hstore pairs;
    for (std::int32_t i = 0; i < count; ++i) {
        const std::int32_t key_size = from.integer();
        if (key_size < 0) throw value_error("malformed hstore: a key that is NULL");
        std::string key(from.take(static_cast<std::size_t>(key_size)));
        std::optional<std::string> text;
        if (const std::int32_t size = from.integer(); size >= 0) text = from.take(static_cast<std::size_t>(size));
        pairs.emplace(std::move(key), std::move(text));
    }
    if (count < 0 || !from.at_end()) throw value_error(fmt::format("malformed hstore: more than its {} pairs", count));
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
