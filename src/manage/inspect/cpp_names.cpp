#include "manage/inspect/cpp_names.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace matview::inline v0::managing {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }

// https://en.cppreference.com/w/cpp/keyword, and names that the C library or the compiler makes macros.
constexpr std::array<std::string_view, 104> reserved{"alignas",      "alignof",   "and",          "and_eq",
                                                     "asm",          "assert",    "auto",         "bitand",
                                                     "bitor",        "bool",      "break",        "case",
                                                     "catch",        "char",      "char16_t",     "char32_t",
                                                     "char8_t",      "class",     "co_await",     "co_return",
                                                     "co_yield",     "compl",     "concept",      "const",
                                                     "const_cast",   "consteval", "constexpr",    "constinit",
                                                     "continue",     "decltype",  "default",      "delete",
                                                     "do",           "double",    "dynamic_cast", "else",
                                                     "enum",         "errno",     "explicit",     "export",
                                                     "extern",       "false",     "float",        "for",
                                                     "friend",       "goto",      "i386",         "if",
                                                     "inline",       "int",       "linux",        "long",
                                                     "mutable",      "namespace", "new",          "noexcept",
                                                     "not",          "not_eq",    "nullptr",      "offsetof",
                                                     "operator",     "or",        "or_eq",        "private",
                                                     "protected",    "public",    "register",     "reinterpret_cast",
                                                     "requires",     "return",    "setjmp",       "short",
                                                     "signed",       "sizeof",    "static",       "static_assert",
                                                     "static_cast",  "stderr",    "stdin",        "stdout",
                                                     "struct",       "switch",    "template",     "this",
                                                     "thread_local", "throw",     "true",         "try",
                                                     "typedef",      "typeid",    "typename",     "union",
                                                     "unix",         "unsigned",  "using",        "va_arg",
                                                     "va_end",       "va_start",  "virtual",      "void",
                                                     "volatile",     "wchar_t",   "while",        "xor"};

bool is_reserved(std::string_view name) {
    return name == "xor_eq" || std::find(reserved.begin(), reserved.end(), name) != reserved.end();
}

bool is_fine(std::string_view name) {
    return !name.empty() && (is_lower(name.front()) || name.front() == '_') && name.find("__") == name.npos &&
           std::all_of(name.begin(), name.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

std::string snake_case(std::string_view name) {
    std::string text;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (is_upper(c) && i > 0 && (is_lower(name[i - 1]) || is_digit(name[i - 1]))) text += '_';
        if (is_lower(c) || is_upper(c) || is_digit(c))
            text += lower(c);
        else if (!text.empty() && text.back() != '_')
            text += '_';
    }
    while (text.ends_with('_')) text.pop_back();
    return text;
}

}  // namespace

std::string member_name(std::string_view name, std::string_view otherwise) {
    std::string text = is_fine(name) ? std::string(name) : snake_case(name);
    if (text.empty() || text.find_first_not_of('_') == text.npos) text = otherwise;
    if (is_digit(text.front())) text.insert(text.begin(), 'n');
    if (is_reserved(text)) text += '_';
    return text;
}

std::string struct_name(std::string_view name) {
    std::string text;
    bool begins = true;
    for (const char c : name) {
        const bool part = is_lower(c) || is_upper(c) || is_digit(c);
        if (part) text += begins ? upper(c) : c;
        begins = !part;
    }
    if (text.empty() || is_digit(text.front())) text.insert(0, "Row");
    if (text == "Meta") text = "MetaRow";  // the nested struct's name
    return text;
}

std::string literal(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        if (c == '\n')
            quoted += "\\n";
        else if (static_cast<unsigned char>(c) < 0x20)
            quoted += fmt::format("\\{:03o}", static_cast<unsigned>(c));
        else
            quoted += c;
        if (c == '?') quoted += "\"\"";  // no trigraph, where they are asked for
    }
    return quoted + '"';
}

std::string raw_literal(std::string_view text) {
    std::string delimiter = "sql";
    while (text.find(")" + delimiter + "\"") != text.npos) delimiter += '_';
    return fmt::format("R\"{}({}){}\"", delimiter, text, delimiter);
}

std::string names::take(const std::string& wanted) {
    std::string name = wanted;
    for (int i = 2; !taken_.insert(name).second; ++i) name = fmt::format("{}_{}", wanted, i);
    return name;
}

}  // namespace matview::inline v0::managing
