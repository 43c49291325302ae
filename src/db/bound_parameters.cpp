#include "db/bound_parameters.hpp"

#include <fmt/format.h>

#include <matview/error.hpp>

#include "passwords.hpp"

namespace matview::inline v0::detail {
namespace {

constexpr int binary = 1;  // the format

// A codec that refuses a value knows nothing of its place.
template <class E>
[[noreturn]] void rethrow_at(const E& failure, const statement& sql, std::size_t i, std::string_view what) {
    error_context context = failure.context();
    context.message =
        fmt::format("{}: parameter ${} ({}): {}", what, i + 1, sql.parameters[i].cpp_name(), failure.message());
    context.query = sql.text;
    throw E(std::move(context));
}

encoded encode(const statement& sql, std::size_t i, oid type, byte_writer& out, const type_registry& registry,
               std::string_view what) {
    try {
        return sql.parameters[i].encode(type, out, registry);
    } catch (const invalid_text& failure) {
        rethrow_at(failure, sql, i, what);
    } catch (const value_error& failure) {
        rethrow_at(failure, sql, i, what);
    }
}

// An array may be long: its beginning says what it is.
std::string beginning(std::string text) {
    constexpr std::size_t longest = 200;
    if (text.size() <= longest) return text;
    std::size_t end = longest;
    while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;  // not within a character of UTF-8
    text.resize(end);
    return text += "...";
}

template <class E>
[[noreturn]] void refuse(const statement& sql, std::size_t i, oid type, const type_registry& registry,
                         std::string_view what, const char* verb) {
    const type_info* info = registry.find(type);
    const parameter& value = sql.parameters[i];
    throw E({.message =
                 fmt::format("{}: parameter ${} ({} {}) {} {}, which its place in the statement has", what, i + 1,
                             value.cpp_name(), speaks_of_password(sql.text) ? "\"...\"" : beginning(value.to_string()),
                             verb, info ? info->name : fmt::format("type {}", type)),
             .query = sql.text,
             .hint = "give a value of the column's type, or cast in the SQL"});
}

}  // namespace

void bound_parameters::bind(const statement& sql, const std::vector<oid>& types, unheld rule,
                            const type_registry& registry, std::string_view what) {
    bytes_.truncate(0);
    values_.assign(sql.parameters.size(), nullptr);
    numbers_.assign(2 * values_.size(), binary);
    constexpr int null = -1;
    for (std::size_t i = 0; i < values_.size(); ++i)
        numbers_[i] = add(sql, i, types[i], rule, registry, what).value_or(null);
    const char* place = bytes_.bytes().data();  // now that they grow no more
    for (std::size_t i = 0; i < values_.size(); ++i) {
        if (numbers_[i] == null)
            numbers_[i] = 0;
        else
            values_[i] = place;
        place += numbers_[i];
    }
}

std::optional<int> bound_parameters::add(const statement& sql, std::size_t i, oid type, unheld rule,
                                         const type_registry& registry, std::string_view what) {
    const parameter& value = sql.parameters[i];
    const std::size_t start = bytes_.size();
    const encoded outcome = encode(sql, i, type, bytes_, registry, what);
    if (outcome == encoded::mismatch) refuse<mapping_error>(sql, i, type, registry, what, "is not written as");
    if (outcome == encoded::not_held && rule == unheld::is_error && !value.is_null())
        refuse<value_error>(sql, i, type, registry, what, "is beyond what fits into");
    if (outcome == encoded::done) return static_cast<int>(bytes_.size() - start);
    bytes_.truncate(start);
    return std::nullopt;
}

}  // namespace matview::inline v0::detail
