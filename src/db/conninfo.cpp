#include "db/conninfo.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <string_view>

#include <matview/error.hpp>

#include "db/result.hpp"

namespace matview::inline v0::detail {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds default_connect_timeout{10'000};

// It never becomes right by trying again.
[[noreturn]] void fail_malformed(const std::string& why, std::string hint) {
    throw connection_error({.message = "connecting to PostgreSQL: malformed connection string" + why,
                            .hint = std::move(hint),
                            .connection_usable = false});
}

constexpr const char* how_to_write = "write it as \"host=… dbname=…\" or postgresql://user@host/database";
constexpr const char* how_to_escape = "in a URI, write a password's @ as %40, its / as %2F, its : as %3A";

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return lower;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_uri(std::string_view conninfo) {
    return conninfo.starts_with("postgresql://") || conninfo.starts_with("postgres://");
}

// What stands behind a password may be its rest, where a blank or an & in it was not escaped.
bool may_be_secret(std::string_view name, std::string_view conninfo) {
    const std::string before = lower_case(conninfo.substr(0, std::min(conninfo.size(), conninfo.rfind(name))));
    if (before.find("password") != before.npos || before.find("secret") != before.npos) return true;
    if (!is_uri(before)) return false;
    return before.find('%') != before.npos || before.find(':', before.find("://") + 1) != before.npos;
}

// The name of the option, where that is what libpq complains of, in quotes; else empty.
std::string_view unknown_option(std::string_view said, std::string_view conninfo) {
    for (const std::string_view start : {"invalid connection option \"", "invalid URI query parameter: \""}) {
        if (!said.starts_with(start)) continue;
        const std::string_view name = said.substr(start.size(), said.find('"', start.size()) - start.size());
        const bool plain =
            std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
        if (plain && !name.empty() && !may_be_secret(name, conninfo)) return name;
    }
    return {};
}

// libpq quotes what it could not parse, and that may be a password with quotes in it, so all from the first quote to the last goes.
// In other languages it may quote by other signs; then nothing is left.
std::string without_secrets(std::string_view said, std::string_view conninfo) {
    constexpr std::string_view blanks = " \n";
    if (const std::size_t last = said.find_last_not_of(blanks); last != said.npos) said = said.substr(0, last + 1);
    if (!unknown_option(said, conninfo).empty()) return ": " + std::string(said);
    constexpr std::string_view harmless = "missing \"=\" after ";
    constexpr const char* quotes = "\"'`";
    const std::size_t first = said.find_first_of(quotes, said.starts_with(harmless) ? harmless.size() : 0);
    const std::string_view before = said.substr(0, first);
    const std::string_view behind = first == said.npos ? "" : said.substr(said.find_last_of(quotes) + 1);
    if (said.empty() || !is_ascii(before) || !is_ascii(behind)) return {};
    return std::string(": ").append(before).append(first == said.npos ? "" : "\"…\"").append(behind);
}

// libpq ends the credentials at the first @, unless a / comes before it. The rest of a password that has one of them would be taken for
// a host, a port or a database, and named in errors.
void refuse_torn_password(std::string_view uri) {
    std::string_view rest = uri.substr(uri.find("://") + 3);
    if (const std::size_t end = rest.find_first_of("@/"); end != rest.npos && rest[end] == '@')
        rest.remove_prefix(end + 1);
    if (rest.substr(0, rest.find('?')).find('@') != rest.npos)
        fail_malformed(": an @ behind the first @ or /", how_to_escape);
}

void refuse_port(const keywords& given) {
    const auto port = given.find("port");
    if (port != given.end() && port->second.find_first_not_of("0123456789, ") != std::string::npos)
        fail_malformed(": the port is not a number", how_to_escape);
}

void add_given(keywords& to, const PQconninfoOption* list) {
    for (const PQconninfoOption* o = list; o && o->keyword; ++o)
        if (o->val && *o->val) to[o->keyword] = o->val;
}

// Service files are libpq's to read, and PQconndefaults reads only that of PGSERVICE. So libpq is asked what it would connect with, by an attempt
// that it refuses before it does anything.
void add_service(keywords& to, const std::string& conninfo) {
    const char* const names[] = {"dbname", "sslmode", nullptr};
    const char* const values[] = {conninfo.c_str(), "refused", nullptr};
    const pgconn_ptr never_made(PQconnectStartParams(names, values, 1));
    PQconninfoOption* const effective = PQconninfo(never_made.get());
    keywords found;
    add_given(found, effective);
    PQconninfoFree(effective);
    found.erase("sslmode");
    for (auto& [name, value] : found) to[name] = std::move(value);
}

// As libpq reads numbers: blanks around are allowed.
std::optional<int> whole_number(std::string_view text) {
    constexpr std::string_view blanks = " \t\n\v\f\r";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == text.npos) return std::nullopt;
    text = text.substr(first, text.find_last_not_of(blanks) + 1 - first);
    if (text.starts_with('+')) text.remove_prefix(1);
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

keywords given_by(const std::string& conninfo) {
    keywords given;
    PQconninfoOption* const defaults = PQconndefaults();
    add_given(given, defaults);
    PQconninfoFree(defaults);
    if (conninfo.find('=') == conninfo.npos && conninfo.find("://") == conninfo.npos)
        return given;  // a database's name
    if (is_uri(conninfo)) refuse_torn_password(conninfo);
    char* said = nullptr;
    PQconninfoOption* const parsed = PQconninfoParse(conninfo.c_str(), &said);
    keywords written;
    add_given(written, parsed);
    const bool names_service = written.contains("service");
    add_given(given, parsed);
    PQconninfoFree(parsed);
    const std::string why = without_secrets(said ? said : "", conninfo);
    PQfreemem(said);
    if (!parsed) fail_malformed(why, how_to_write);
    if (names_service) add_service(given, conninfo);
    refuse_port(given);
    return given;
}

bool names_several_hosts(const keywords& given) {
    for (const char* name : {"host", "hostaddr"})
        if (const auto found = given.find(name); found != given.end() && found->second.find(',') != std::string::npos)
            return true;
    return false;
}

milliseconds connect_bound(const connection_options& options, const keywords& given) {
    if (options.connect_timeout) return *options.connect_timeout;
    const auto found = given.find("connect_timeout");
    if (found == given.end()) return default_connect_timeout;
    const std::optional<int> seconds = whole_number(found->second);
    if (!seconds)
        fail_malformed(": connect_timeout is not a number", "write connect_timeout as a number of seconds; 0: no end");
    return std::chrono::seconds(std::max(0, *seconds));
}

}  // namespace matview::inline v0::detail
