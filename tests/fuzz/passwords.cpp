// The observer's statements: no password in them is shown, wherever SQL allows one to stand.
#include "passwords.hpp"

#include <array>
#include <cctype>

#include "target.hpp"

namespace fuzz_test {
namespace {

constexpr std::string_view secret = "hUnTeR2";

// Whole tokens: behind each of them SQL goes on as it began.
constexpr std::array<std::string_view, 16> tokens{" SELECT 1 ",
                                                  " 'it''s' ",
                                                  " E'a\\'b\\\\' ",
                                                  " $$it's$$ ",
                                                  " $t$a $$ b$t$ ",
                                                  " -- it's\n",
                                                  " /* a /* ' */ */ ",
                                                  " \"a\"\"b'\" ",
                                                  ";",
                                                  ", (",
                                                  " PASSWORD NULL ",
                                                  " password = $1 ",
                                                  " PASSWORD 'a\\' ",
                                                  " PASSWORD E'a\\'' ",
                                                  " 'a://b:c@d' ",
                                                  " U&'\\0041' "};
constexpr std::array<std::string_view, 6> gaps{" ", "\n", "-- '\n", "/* ' /* */ */", "=", "\t"};

std::string replaced(std::string_view text, char what, std::string_view by) {
    std::string made;
    for (const char c : text) c == what ? made.append(by) : made.append(1, c);
    return made;
}

std::string doubled(std::string_view text) { return replaced(text, '\'', "''"); }
std::string escaped(std::string_view text) { return replaced(replaced(text, '\\', "\\\\"), '\'', "\\'"); }

/// Blanks end a value in a connection string, unless something is done about them.
std::string blanks_by(std::string_view prefix, std::string_view text) {
    std::string made;
    for (const char c : text) {
        if (std::isspace(static_cast<unsigned char>(c)) != 0) made.append(prefix);
        made += c;
    }
    return made;
}
std::string without_blanks(std::string text) {
    for (char& c : text)
        if (std::isspace(static_cast<unsigned char>(c)) != 0) c = '+';
    return text;
}

std::string dollar_quoted(const std::string& text) {
    return text.find("$t$") == text.npos && !text.ends_with("$t") ? "$t$" + text + "$t$" : "'" + doubled(text) + "'";
}

std::string keyword(unsigned capitals) {
    std::string word = "password";
    for (char& c : word) {
        if ((capitals & 1U) != 0) c = static_cast<char>(c - 'a' + 'A');
        capitals >>= 1U;
    }
    return word;
}

/// A statement's part in which `text` is a password, in one of SQL's notations.
std::string with_password(unsigned choice, const std::string& word, const std::string& gap, const std::string& text) {
    const std::string value = blanks_by("\\", escaped(text));
    switch (choice % 9) {
        case 0:
            return word + gap + "'" + doubled(text) + "'";
        case 1:
            return word + gap + "E'" + escaped(text) + "'";
        case 2:
            return word + gap + "U&'" + doubled(replaced(text, '\\', "\\\\")) + "'";
        case 3:
            return word + gap + dollar_quoted(text);
        case 4:
            return word + gap + "'a'\n '" + doubled(text) + "'";
        case 5:
            return "DO '" + doubled("BEGIN ALTER ROLE a " + word + " '" + doubled(text) + "'; END") + "'";
        case 6:
            return "dblink_connect('" + doubled("host=h " + word + "='" + escaped(text) + "' port=1") + "')";
        case 7:
            return "dblink_connect('" + doubled("host=h " + word + "=a" + value + " port=1") + "')";
        default:
            return "CONNECTION 'postgresql://u:" + doubled(without_blanks(text)) + "@h/d'";
    }
}

std::string masked(std::string_view text) { return std::string(matview::detail::masked_text(text).text()); }

bool says_password(std::string_view text) {
    const std::string lower = [&] {
        std::string made;
        for (const char c : text) made += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        return made;
    }();
    return lower.find("password") != lower.npos || lower.find("://") != lower.npos;
}

}  // namespace

void run(std::string_view input) {
    if (input.find(secret) != input.npos) return;  // libFuzzer sees what is looked for, and would put it anywhere
    input_reader in(input);
    const unsigned choice = in.byte();
    if (choice == 0) {
        const std::string shown = masked(in.rest());
        require(shown == in.rest() || says_password(in.rest()), "what says nothing of passwords stays as it is",
                in.rest());
        return;
    }
    const std::string word = keyword(in.byte());
    std::string sql, gap;
    for (const char c : in.piece()) sql += tokens[static_cast<unsigned char>(c) % tokens.size()];
    for (const char c : in.piece()) gap += gaps[static_cast<unsigned char>(c) % gaps.size()];
    const std::string before(in.piece()), behind(in.piece());
    sql += with_password(choice, word, gap, before + std::string(secret) + behind);
    for (const char c : in.piece()) sql += tokens[static_cast<unsigned char>(c) % tokens.size()];
    require(masked(sql).find(secret) == std::string::npos, "no password is shown", sql);
}

std::vector<std::string> seeds() {
    std::vector<std::string> all{std::string(1, '\0') + "SELECT password, 'a://b' FROM t"};
    for (char choice = 1; choice < 10; ++choice)
        for (const auto& [before, behind] : std::vector<std::pair<std::string_view, std::string_view>>{
                 {"", ""}, {"a'", "'b"}, {"\\", "\\"}, {"a b", " "}, {"$t", "$"}, {"@/", "?@"}, {"''", "\\'"}})
            for (const std::string_view tokens_before : {"", "\x0c\x0d", "\x06\x0f", "\x01\x0e"})
                all.push_back(std::string{choice, '\x0f'} +
                              pieces({tokens_before, "\x01\x03\x04", before, behind, "\x01"}));
    return all;
}

}  // namespace fuzz_test
