#include "db/refusal.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace matview::inline v0::detail {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view upper_or_digit = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

// "FATAL:  28000: role …": the words are in the server's language, the marks around the SQLSTATE are not.
std::size_t find_sqlstate(std::string_view line) {
    constexpr std::string_view before = ":  ", behind = ": ";
    constexpr std::size_t length = 5;
    for (std::size_t at = line.find(before); at != line.npos; at = line.find(before, at + 1)) {
        const std::size_t start = at + before.size();
        if (line.size() < start + length + behind.size()) return line.npos;
        if (line.substr(start + length, behind.size()) == behind &&
            line.substr(start, length).find_first_not_of(upper_or_digit) == line.npos)
            return start;
    }
    return line.npos;
}

// "LOCATION:  function, file.c:123"
bool is_location(std::string_view line) {
    const std::size_t last = line.find_last_not_of(digits);
    return last != line.npos && last + 1 < line.size() && line.substr(0, last + 1).ends_with(".c:");
}

}  // namespace

refusal parse_refusal(std::string_view verbose, bool with_detail) {
    refusal found;
    while (!verbose.empty()) {
        const std::size_t end = std::min(verbose.find('\n'), verbose.size());
        std::string line(verbose.substr(0, end));
        verbose.remove_prefix(std::min(end + 1, verbose.size()));
        if (is_location(line)) continue;
        if (const std::size_t at = find_sqlstate(line); at != line.npos) {
            found.sqlstate = line.substr(at, 5);
            line.erase(at, 7);
        } else if (!with_detail && !found.sqlstate.empty()) {
            continue;
        }
        found.text.append(found.text.empty() ? "" : "\n").append(line);
    }
    return found;
}

// 53: the server has no room; 57: it starts, or shuts down. What else it says is about who asks and for what.
bool may_pass(std::string_view sqlstate) {
    return sqlstate.empty() || sqlstate.starts_with("53") || sqlstate.starts_with("57") || sqlstate.starts_with("08");
}

std::string_view hint_for_refusal(std::string_view sqlstate) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> hints{{
        {"28P01", "the user's name or password is wrong: see the connection string, PGPASSWORD and ~/.pgpass"},
        {"28000", "the server does not let this user in: CREATE ROLE … LOGIN, or mend pg_hba.conf"},
        {"3D000", "there is no such database: create it, or mend dbname"},
        {"42501", "the user lacks a right: GRANT CONNECT ON DATABASE"},
        {"53300",
         "all of the server's connections are taken: close some, or raise max_connections or the role's limit"},
        {"57P03", "the server starts up or shuts down: try again in a while"},
    }};
    for (const auto& [state, hint] : hints)
        if (state == sqlstate) return hint;
    return {};
}

}  // namespace matview::inline v0::detail
