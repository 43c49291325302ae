#include "passwords.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace matview::inline v0::detail {
namespace {

constexpr std::string_view keyword = "password";

struct span {
    std::size_t begin, end;
};

bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t find_keyword(std::string_view text, std::size_t from) {
    const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
    const auto found = std::search(text.begin() + static_cast<std::ptrdiff_t>(std::min(from, text.size())), text.end(),
                                   keyword.begin(), keyword.end(), same);
    return found == text.end() ? text.npos : static_cast<std::size_t>(found - text.begin());
}

// Comments nest in SQL.
std::size_t end_of_comment(std::string_view text, std::size_t at) {
    for (int depth = 0; at < text.size(); ++at) {
        const std::string_view two = text.substr(at, 2);
        if (two != "/*" && two != "*/") continue;
        depth += two == "/*" ? 1 : -1;
        ++at;
        if (depth == 0) return at + 1;
    }
    return text.size();
}

// Over blanks and comments, and over the `others`.
std::size_t skip(std::string_view text, std::size_t at, std::string_view others) {
    while (at < text.size()) {
        if (is_blank(text[at]) || others.find(text[at]) != others.npos)
            ++at;
        else if (text.substr(at, 2) == "--")
            at = std::min(text.size(), text.find_first_of("\r\n", at));
        else if (text.substr(at, 2) == "/*")
            at = end_of_comment(text, at);
        else
            break;
    }
    return at;
}

// Behind the literal whose quote is at `at`, and those that go on with it or are joined by ||. `escapes`: \' is inside of it.
std::size_t end_of_quoted(std::string_view text, std::size_t at, bool escapes) {
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if ((escapes && text[i] == '\\') || text.substr(i, 2) == "''") {
            ++i;
        } else if (text[i] == '\'') {
            const std::size_t next = skip(text, i + 1, "|");
            if (text.substr(next, 1) != "'") return i + 1;
            i = next;
        }
    }
    return text.size();
}

// Whether a \ hides a quote depends on the server's settings: the farther end counts.
std::size_t end_of_literal(std::string_view text, std::size_t at) {
    return std::max(end_of_quoted(text, at, true), end_of_quoted(text, at, false));
}

// What begins with '' or with \' may be within another literal: all to that one's end. `at` where there is none.
std::size_t end_of_nested(std::string_view text, std::size_t at) {
    const std::string_view quote = text.substr(at, 2);
    return quote == "''" || quote == "\\'" ? end_of_literal(text, at + 1) : at;
}

// `at` where there is none: $1 is a parameter.
std::size_t end_of_dollar_quoted(std::string_view text, std::size_t at) {
    const std::size_t tag_end = text.find('$', at + 1);
    if (tag_end == text.npos || is_digit(text[at + 1])) return at;
    const std::string_view tag = text.substr(at, tag_end + 1 - at);
    const std::size_t end = text.find(tag, tag_end + 1);
    return end == text.npos ? text.size() : end + tag.size();
}

bool is_parameter(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (end < text.size() && is_digit(text[end])) ++end;
    return text.substr(at, 1) == "$" && end > at + 1 && (end == text.size() || !is_letter(text[end]));
}

// In a connection string: up to a blank, or to the quote that ends the string's own literal. A quote behind a parenthesis begins one,
// as in `password = crypt('…')`.
std::size_t end_of_bare(std::string_view text, const std::size_t begin) {
    if (is_parameter(text, begin)) return begin;
    std::size_t at = begin;
    for (; at < text.size(); ++at) {
        if (is_blank(text[at]) && (at == begin || text[at - 1] != '\\')) break;
        if (text.substr(at, 2) == "''" || text.substr(at, 2) == "\\'")
            at += text.substr(at, 3) == "\\''" ? 2 : 1;
        else if (text[at] == '\'')
            return at > begin && text[at - 1] == '(' ? end_of_literal(text, at) : at;
    }
    return std::min(at, text.size());
}

// Behind the secret that begins at `at`; `at` itself where none does. What a '' is depends on what is around it: the farther end counts.
std::size_t end_of_secret(std::string_view text, std::size_t at, bool bare) {
    std::size_t open = at;  // behind the prefix of E'…' or U&'…'
    while (open < std::min(text.size(), at + 2) && is_letter(text[open])) ++open;
    if (text.substr(open, 1) == "&") ++open;
    if (text.substr(open, 1) == "'") return std::max(end_of_nested(text, open), end_of_literal(text, open));
    const std::size_t quoted = text.substr(at, 1) == "$" ? end_of_dollar_quoted(text, at) : end_of_nested(text, at);
    return bare ? std::max(quoted, end_of_bare(text, at)) : quoted;
}

// A word that follows a literal directly belongs to it: a quote in the password was not doubled, or it is the next argument.
std::size_t with_rest(std::string_view text, std::size_t end) {
    if (end >= text.size() || (!is_letter(text[end]) && !is_digit(text[end]))) return end;
    return std::min(text.find('\'', end), text.size() - 1) + 1;
}

void add_behind_keywords(std::vector<span>& to, std::string_view text) {
    for (std::size_t at = find_keyword(text, 0); at != text.npos; at = find_keyword(text, at)) {
        at += keyword.size();
        const std::size_t behind = text.substr(at, 1) == "\"" ? at + 1 : at;
        const std::size_t begin = skip(text, behind, "=:>(");
        const bool bare = text.substr(behind, begin - behind).find('=') != text.npos;
        std::size_t end = end_of_secret(text, begin, bare);
        if (text.substr(begin, 1) == "\"")
            end = std::max(end, std::min(text.find('"', begin + 1), text.size() - 1) + 1);
        if (text.substr(begin, 1) == "'") end = with_rest(text, end);
        if (end != begin) to.push_back({begin, end});
    }
}

void add_in_uris(std::vector<span>& to, std::string_view text) {
    constexpr std::string_view scheme_end = "://";
    for (std::size_t at = text.find(scheme_end); at != text.npos; at = text.find(scheme_end, at)) {
        at += scheme_end.size();
        const std::string_view uri = text.substr(at, end_of_bare(text, at) - at);
        const std::size_t colon = uri.find(':');
        const std::size_t end = uri.rfind('@');
        if (colon != uri.npos && end != uri.npos && colon + 1 < end) to.push_back({at + colon + 1, at + end});
    }
}

// The secrets, in order, none within another.
std::vector<span> spans_of(std::string_view text) {
    std::vector<span> all, apart;
    add_behind_keywords(all, text);
    add_in_uris(all, text);
    std::sort(all.begin(), all.end(), [](span a, span b) { return a.begin < b.begin; });
    for (const span one : all) {
        if (apart.empty() || one.begin > apart.back().end)
            apart.push_back(one);
        else
            apart.back().end = std::max(apart.back().end, one.end);
    }
    return apart;
}

void replace_all(std::string& in, std::string_view what, std::string_view by) {
    std::string made;
    std::size_t done = 0;
    for (std::size_t at = in.find(what); at != in.npos; at = in.find(what, done)) {
        made.append(in, done, at - done).append(by);
        done = at + what.size();
    }
    if (done != 0) in = made.append(in, done);
}

// All between the first and the last quotation mark, whatever they look like in the server's language.
std::string without_quoted(const std::string& text) {
    const auto is_mark = [](char c) { return c == '"' || static_cast<unsigned char>(c) >= 0x80; };
    const auto from = std::find_if(text.begin(), text.end(), is_mark);
    if (from == text.end()) return text;
    const auto to = std::find_if(text.rbegin(), text.rend(), is_mark).base();
    return std::string(text.begin(), from) + "\"...\"" + std::string(to, text.end());
}

}  // namespace

bool speaks_of_password(std::string_view sql) { return find_keyword(sql, 0) != sql.npos; }

masked_text::masked_text(std::string_view text, bool malformed) : original_(text) {
    if (const std::size_t at = find_keyword(text, 0); malformed && at != text.npos) {
        cut_ = true;
        kept_ = std::string(text.substr(0, at + keyword.size())) + " '***'";
        return;
    }
    std::size_t done = 0;
    for (const span secret : spans_of(text)) {
        kept_.append(text.substr(done, secret.begin - done)).append("'***'");
        keep_secret(text.substr(secret.begin, secret.end - secret.begin));
        done = secret.end;
    }
    if (done == 0) return;
    kept_.append(text.substr(done));
    for (const std::string& secret : secrets_) replace_all(kept_, secret, "***");  // where it stands elsewhere
}

// As it stands there, and as the server reads it.
void masked_text::keep_secret(std::string_view literal) {
    constexpr std::string_view marks = "'\"$";
    const std::size_t first = literal.find_first_not_of(marks);
    if (first == literal.npos) return;
    std::string inner(literal.substr(first, literal.find_last_not_of(marks) + 1 - first));
    if (inner.size() < 3) return;  // would be found in every word
    secrets_.push_back(inner);
    replace_all(inner, "''", "'");
    if (inner != secrets_.back()) secrets_.push_back(std::move(inner));
}

std::string masked_text::cleaned(const std::string& about) const {
    std::string text(masked_text(about).text());
    if (cut_) text = without_quoted(text);
    for (const std::string& secret : secrets_) replace_all(text, secret, "***");
    return text;
}

}  // namespace matview::inline v0::detail
