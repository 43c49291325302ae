#include "manage/relation_name.hpp"

#include <algorithm>
#include <vector>

#include <matview/query/identifier.hpp>

namespace matview::inline v0::managing {
namespace {

bool is_lower(char c) { return (c >= 'a' && c <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes one identifier off the front.
std::optional<std::string> take_identifier(std::string_view& text) {
    std::string name;
    if (text.starts_with('"')) {
        for (std::size_t at = 1; at < text.size(); ++at) {
            if (text[at] != '"') {
                name += text[at];
            } else if (text.substr(at + 1).starts_with('"')) {
                name += text[at++];
            } else {
                text.remove_prefix(at + 1);
                return name.empty() ? std::nullopt : std::optional(name);
            }
        }
        return std::nullopt;
    }
    while (!text.empty()) {
        const char c = text.front();
        if (!is_lower(c) && !is_upper(c) && (name.empty() || (!is_digit(c) && c != '$'))) break;
        name += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
        text.remove_prefix(1);
    }
    return name.empty() ? std::nullopt : std::optional(name);
}

}  // namespace

std::optional<relation_name> name_in_sql(std::string_view text) {
    std::optional<std::string> first = take_identifier(text);
    if (!first) return std::nullopt;
    if (text.empty()) return relation_name{{}, *std::move(first)};
    if (!text.starts_with('.')) return std::nullopt;
    text.remove_prefix(1);
    std::optional<std::string> second = take_identifier(text);
    if (!second || !text.empty()) return std::nullopt;
    return relation_name{*std::move(first), *std::move(second)};
}

relation_name name_as_it_stands(std::string_view text) {
    const std::size_t dot = text.find('.');
    if (dot == text.npos) return {{}, std::string(text)};
    return {std::string(text.substr(0, dot)), std::string(text.substr(dot + 1))};
}

// Keywords need no care: each place that prints this is SQL for people to read, or is one of these shapes.
std::string in_sql(std::string_view name) {
    const bool plain = !name.empty() && is_lower(name.front()) && static_cast<unsigned char>(name.front()) < 0x80 &&
                       std::all_of(name.begin(), name.end(), [](char c) {
                           return (is_lower(c) && static_cast<unsigned char>(c) < 0x80) || is_digit(c);
                       });
    return plain ? std::string(name) : detail::quoted(name);
}

std::string in_sql(const relation_name& name) {
    return name.schema.empty() ? in_sql(name.name) : in_sql(name.schema) + "." + in_sql(name.name);
}

}  // namespace matview::inline v0::managing
