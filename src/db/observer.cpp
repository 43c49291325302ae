#include <matview/db/observer.hpp>

#include <fmt/format.h>

#include <cctype>
#include <utility>

#include "db/exchange.hpp"

namespace matview::inline v0 {
namespace detail {
namespace {

constexpr std::string_view keyword = "password";

std::size_t find_keyword(std::string_view text, std::size_t from) {
    for (std::size_t i = from; i + keyword.size() <= text.size(); ++i) {
        std::size_t same = 0;
        while (same < keyword.size() && std::tolower(static_cast<unsigned char>(text[i + same])) == keyword[same])
            ++same;
        if (same == keyword.size()) return i;
    }
    return text.npos;
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        if (std::isspace(static_cast<unsigned char>(text[at])) != 0 || text[at] == '=')
            ++at;
        else if (text.substr(at, 2) == "--")
            at = std::min(text.size(), text.find('\n', at));
        else if (text.substr(at, 2) == "/*")
            at = text.find("*/", at) == text.npos ? text.size() : text.find("*/", at) + 2;
        else
            break;
    }
    return at;
}

// Behind the literal that begins at `at`; `at` itself where none does. Both '' and \' count as inside: rather too much is masked than too little.
std::size_t end_of_literal(std::string_view text, std::size_t at, bool bare) {
    std::size_t open = at;
    while (open < text.size() && open < at + 2 && text[open] != '\'' &&
           std::isalpha(static_cast<unsigned char>(text[open])) != 0)
        ++open;
    if (text.substr(open, 1) == "&") ++open;
    if (text.substr(open, 1) == "'") {
        for (std::size_t i = open + 1; i < text.size(); ++i) {
            if (text[i] == '\\')
                ++i;
            else if (text.substr(i, 2) == "''")
                ++i;
            else if (text[i] == '\'')
                return i + 1;
        }
        return text.size();
    }
    if (text.substr(at, 1) == "$") {
        const std::size_t tag_end = text.find('$', at + 1);
        if (tag_end == text.npos ||
            (at + 1 < text.size() && std::isdigit(static_cast<unsigned char>(text[at + 1])) != 0))
            return at;
        const std::string_view tag = text.substr(at, tag_end + 1 - at);
        const std::size_t closing = text.find(tag, tag_end + 1);
        return closing == text.npos ? text.size() : closing + tag.size();
    }
    if (!bare) return at;
    return std::min(text.size(), text.find_first_of(" \t\n'\";&", at));  // password=… within a connection string
}

}  // namespace

std::string_view without_passwords(std::string_view text, std::string& kept) {
    std::size_t done = 0;
    for (std::size_t at = find_keyword(text, 0); at != text.npos; at = find_keyword(text, at)) {
        at += keyword.size();
        const std::size_t start = skip_blanks(text, at);
        const bool bare = text.substr(at, start - at).find('=') != text.npos;
        const std::size_t end = end_of_literal(text, start, bare);
        if (end == start) continue;
        kept.append(text.substr(done, start - done)).append("'***'");
        at = done = end;
    }
    if (done == 0) return text;
    kept.append(text.substr(done));
    return kept;
}

}  // namespace detail

namespace {

double milliseconds_of(std::chrono::nanoseconds value) {
    return std::chrono::duration<double, std::milli>(value).count();
}

std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const bool blank = c == '\n' || c == '\t' || c == '\r' || c == ' ';
        if (!blank)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    return line;
}

std::string outcome(bool failed, std::string_view sqlstate) {
    if (!failed) return {};
    return fmt::format(" FAILED {}", sqlstate.empty() ? "without an SQLSTATE" : sqlstate);
}

}  // namespace

observer::~observer() = default;

line_observer::line_observer(std::FILE* to) : to_([to](std::string_view line) { fmt::print(to, "{}\n", line); }) {}

line_observer::line_observer(std::function<void(std::string_view)> to) : to_(std::move(to)) {}

// Observing must not fail what is observed, so what goes wrong here ends here.
void line_observer::on_statement(const statement_event& event) noexcept try {
    const std::string line =
        fmt::format("matview [{}] {:.3f} ms{} {}rows={} bytes={} parameters={}: {}", event.backend_pid,
                    milliseconds_of(event.duration), outcome(event.failed, event.sqlstate),
                    event.what == statement_event::kind::prepare ? "prepare " : "", event.rows, event.bytes,
                    event.parameters, one_line(event.text));
    const std::lock_guard lock(mutex_);
    to_(line);
} catch (...) {
}

void line_observer::on_refresh_begin(const refresh_event& event) noexcept try {
    const std::string line = fmt::format("matview [{}] refresh of {}{} begins", event.backend_pid, event.view,
                                         event.concurrently ? " concurrently" : "");
    const std::lock_guard lock(mutex_);
    to_(line);
} catch (...) {
}

void line_observer::on_refresh_end(const refresh_event& event) noexcept try {
    const std::string line =
        fmt::format("matview [{}] refresh of {}{} ended: {:.3f} ms, of which {:.3f} ms waited{}", event.backend_pid,
                    event.view, event.concurrently ? " concurrently" : "", milliseconds_of(event.duration),
                    milliseconds_of(event.waited), outcome(event.failed, event.sqlstate));
    const std::lock_guard lock(mutex_);
    to_(line);
} catch (...) {
}

}  // namespace matview::inline v0
