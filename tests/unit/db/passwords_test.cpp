#include "db/passwords.hpp"

#include <doctest/doctest.h>

using matview::detail::without_passwords;

namespace {

std::string masked(std::string_view text) {
    std::string kept;
    return std::string(without_passwords(text, kept));
}

}  // namespace

TEST_CASE("passwords: statements without one stay as they are") {
    for (const char* text : {"", "SELECT 1", "ALTER ROLE a PASSWORD NULL", "ALTER ROLE a PASSWORD $1", "pass word 'x'",
                             "SELECT password FROM t", "SELECT 'a://b', 'c:d@e'", "SELECT 1 WHERE password = $1",
                             "ALTER ROLE a PASSWORD", "COMMENT ON TABLE passwords IS 'x'"}) {
        std::string kept;
        CHECK(without_passwords(text, kept).data() == text);
        CHECK(kept.empty());
    }
}

TEST_CASE("passwords: literals behind the word are masked, in every notation") {
    struct {
        const char* text;
        const char* shown;
    } const cases[] = {
        {"ALTER ROLE a PASSWORD 'secret'; SELECT 1", "ALTER ROLE a PASSWORD '***'; SELECT 1"},
        {"alter role a password'secret'", "alter role a password'***'"},
        {"ALTER ROLE a PASSWORD\n\t'sec''secret'", "ALTER ROLE a PASSWORD\n\t'***'"},
        {"ALTER ROLE a PASSWORD E'sec\\'secret' VALID UNTIL 'x'", "ALTER ROLE a PASSWORD '***' VALID UNTIL 'x'"},
        {"ALTER ROLE a PASSWORD U&'\\0041secret'", "ALTER ROLE a PASSWORD '***'"},
        {"ALTER ROLE a PASSWORD $$secret$$ LOGIN", "ALTER ROLE a PASSWORD '***' LOGIN"},
        {"ALTER ROLE a PASSWORD $t$se$$cret$t$ LOGIN", "ALTER ROLE a PASSWORD '***' LOGIN"},
        {"ALTER ROLE a PASSWORD -- 'why'\n 'secret'", "ALTER ROLE a PASSWORD -- 'why'\n '***'"},
        {"ALTER ROLE a PASSWORD /* a /* b */ c */ 'secret'", "ALTER ROLE a PASSWORD /* a /* b */ c */ '***'"},
        {"ALTER ROLE a PASSWORD 'one'\n  'secret'", "ALTER ROLE a PASSWORD '***'"},
        {"ALTER ROLE a PASSWORD 'one' -- more\n  'secret'", "ALTER ROLE a PASSWORD '***'"},
        {"OPTIONS (user 'u', password 'secret')", "OPTIONS (user 'u', password '***')"},
        {"UPDATE t SET \"password\" = 'secret', b = 1", "UPDATE t SET \"password\" = '***', b = 1"},
        {"UPDATE t SET password = crypt('secret', gen_salt('bf'))", "UPDATE t SET password = '***', gen_salt('bf'))"},
        {"UPDATE t SET password = 'a' || 'secret'", "UPDATE t SET password = '***'"},
        {"SELECT f(password => 'secret', other => 'x')", "SELECT f(password => '***', other => 'x')"},
        {"SELECT f(password := 'secret')", "SELECT f(password := '***')"},
        {"ALTER ROLE a PASSWORD 'secret", "ALTER ROLE a PASSWORD '***'"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(masked(c.text) == c.shown);
    }
}

TEST_CASE("passwords: whichever way a backslash is read, none is shown") {
    const std::string shown = masked("ALTER ROLE a PASSWORD 'one\\'; ALTER ROLE b PASSWORD 'secret'; SELECT 1");
    CHECK(shown.find("one") == shown.npos);
    CHECK(shown.find("secret") == shown.npos);
}

TEST_CASE("passwords: within literals and connection strings") {
    for (const char* text :
         {"DO 'BEGIN ALTER ROLE a PASSWORD ''secret''; END'", "SELECT dblink_connect('host=x password=secret')",
          "SELECT dblink_connect('host=x password=''a secret''')",
          "SELECT dblink_connect('password=a\\ secret user=b')", "SELECT dblink_connect(E'password=\\'a secret\\'')",
          "SELECT dblink_connect('password=a;secret')", "DO 'BEGIN ALTER ROLE a PASSWORD ''a''''secret''; END'",
          "SELECT dblink_connect(E'password=a\\\\ secret')", "SELECT dblink_connect('password=$ecret$secret')",
          "SELECT dblink_connect('password=$1secret')", "SELECT dblink_connect('password = secret')",
          "CREATE SUBSCRIPTION s CONNECTION 'postgresql://u:secret@h/db' PUBLICATION p",
          "SELECT dblink_connect('postgresql://u:a@secret/b@h/db')",
          "SELECT dblink_connect('postgres://h/db?user=a&password=secret')"}) {
        CAPTURE(text);
        const std::string shown = masked(text);
        CHECK(shown.find("secret") == shown.npos);
        CHECK(shown.find("'***'") != shown.npos);
    }
    CHECK(masked("CONNECTION 'host=h password=secret user=u' PUBLICATION p") ==
          "CONNECTION 'host=h password='***' user=u' PUBLICATION p");
    CHECK(masked("CONNECTION 'postgresql://u:secret@h/db' PUBLICATION p") ==
          "CONNECTION 'postgresql://u:'***'@h/db' PUBLICATION p");
}
