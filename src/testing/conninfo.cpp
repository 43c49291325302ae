#include "testing/conninfo.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>

#include <matview/error.hpp>

namespace matview::inline v0::testing::detail {

conninfo_keywords parse_conninfo(std::string_view text) {
    char* error = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{
        PQconninfoParse(std::string{text}.c_str(), &error), &PQconninfoFree};
    const std::unique_ptr<char, decltype(&PQfreemem)> message{error, &PQfreemem};
    if (!options) {
        // Without the text itself, which can hold a password.
        throw matview::error(std::string{"not a conninfo string: "} + (message ? message.get() : "out of memory"));
    }
    conninfo_keywords keywords;
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr) keywords.emplace_back(option->keyword, option->val);
    }
    return keywords;
}

void set_keyword(conninfo_keywords& keywords, std::string_view keyword, std::string_view value) {
    const auto found =
        std::find_if(keywords.begin(), keywords.end(), [&](const auto& entry) { return entry.first == keyword; });
    if (found != keywords.end()) {
        found->second = value;
    } else {
        keywords.emplace_back(keyword, value);
    }
}

std::string to_string(const conninfo_keywords& keywords) {
    std::string text;
    for (const auto& [keyword, value] : keywords) {
        if (!text.empty()) text += ' ';
        text += keyword;
        text += "='";
        for (const char c : value) {
            if (c == '\'' || c == '\\') text += '\\';
            text += c;
        }
        text += '\'';
    }
    return text;
}

std::string to_uri(const conninfo_keywords& keywords) {
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text = "postgresql://";
    for (const auto& [keyword, value] : keywords) {
        text += text.back() == '/' ? "/?" : "&";
        text += keyword;
        text += '=';
        for (const char c : value) {
            if (plain.find(c) != std::string_view::npos) {
                text += c;
                continue;
            }
            const auto byte = static_cast<unsigned char>(c);
            text += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return text;
}

}  // namespace matview::inline v0::testing::detail
