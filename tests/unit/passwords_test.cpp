#include "passwords.hpp"

#include <doctest/doctest.h>

#include <matview/error.hpp>

using matview::detail::masked_text;

namespace {

std::string masked(std::string_view text) { return std::string(masked_text(text).text()); }

bool is_told(const matview::error& e, std::string_view secret) {
    for (const std::string& text : {std::string(e.what()), e.message(), e.query(), e.detail(), e.hint()})
        if (text.find(secret) != text.npos) return true;
    return false;
}

}  // namespace

TEST_CASE("passwords: statements without one stay as they are") {
    for (const char* text : {"", "SELECT 1", "ALTER ROLE a PASSWORD NULL", "ALTER ROLE a PASSWORD $1", "pass word 'x'",
                             "SELECT password FROM t", "SELECT 'a://b', 'c:d@e'", "SELECT 1 WHERE password = $1",
                             "ALTER ROLE a PASSWORD", "COMMENT ON TABLE passwords IS 'x'"}) {
        CHECK(masked_text(text).text().data() == text);
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

TEST_CASE("passwords: odd passwords in odd places") {
    for (const char* sql : {
             "ALTER ROLE b PASSWORD 'geheim'",
             "ALTER ROLE b PASSWORD'geheim'",
             "alter role b encrypted password E'\\'geheim'",
             "ALTER ROLE b PASSWORD U&'\\0061geheim'",
             "ALTER ROLE b PASSWORD 'it''s geheim'",
             "ALTER ROLE b PASSWORD 'it''s ''geheim'' '",
             "ALTER ROLE b PASSWORD 'back\\slash geheim'",
             "ALTER ROLE b PASSWORD 'back\\'; ALTER ROLE c PASSWORD 'geheim'",
             "ALTER ROLE b PASSWORD '$$ geheim'",
             "ALTER ROLE b PASSWORD $$it's geheim$$",
             "ALTER ROLE b PASSWORD $x$it's $$ geheim$x$",
             "ALTER ROLE b PASSWORD\n\t/* a 'comment' */ -- and 'another'\n 'geheim'",
             "ALTER ROLE b PASSWORD 'two '\n  'geheim'",
             "ALTER ROLE b PASSWORD 'it's geheim'",
             "ALTER ROLE b PASSWORD 'geheim",
             "ALTER ROLE b PASSWORD \"geheim\"",
             "DO $$ BEGIN EXECUTE 'ALTER ROLE b PASSWORD ''geheim'''; END $$",
             "CREATE USER MAPPING FOR b SERVER s OPTIONS (\"password\" 'geheim')",
             "ALTER USER MAPPING FOR b SERVER s OPTIONS (SET password 'geheim', SET sslpassword 'geheim')",
             "SELECT dblink('password=geheim', 'SELECT 1')",
             "SELECT dblink('password = ''it\\''s geheim'' host=h', 'SELECT 1')",
             "SELECT dblink('password=a;geheim', '')",
             "SELECT dblink('password=a&geheim', '')",
             "SELECT dblink('password=a\"geheim', '')",
             "SELECT dblink('password=a\\ geheim', '')",
             "SELECT dblink('password=$1geheim', '')",
             "SELECT dblink('postgresql://h/d?user=b&password=geheim', '')",
             "SELECT dblink('postgresql://b:p@geheim@h/d', '')",
             "SELECT dblink('postgresql://b:p/geheim@h/d', '')",
             "SELECT dblink('postgresql://b:%20geheim@h/d', '')",
             "SELECT set_config('my.password', 'geheim', true)",
             "SELECT '{\"password\": \"geheim\"}'::json",
             "UPDATE account SET password = 'geheim' WHERE id = 1",
             "CREATE SUBSCRIPTION s CONNECTION 'host=h password=geheim' PUBLICATION p",
         }) {
        CAPTURE(sql);
        CHECK_EQ(masked(sql).find("geheim"), std::string::npos);
        CHECK_FALSE(is_told(matview::server_error({.message = "execute: failed", .query = sql}), "geheim"));
    }
}

TEST_CASE("passwords: what the server says of a statement does not tell its password either") {
    const std::string sql = "ALTER ROLE b PASSWORD 'it''s geheim' VALID UNTIL 'tomorrow'";
    CHECK_FALSE(is_told(matview::server_error({.message = "invalid: \"it's geheim\"",
                                               .sqlstate = "22007",
                                               .query = sql,
                                               .detail = "SQL statement \"" + sql + "\""}),
                        "geheim"));
    // Where it could not be parsed, nobody knows where the password ends.
    const matview::server_error malformed({.message = "execute: syntax error at or near \"geheim\"",
                                           .sqlstate = "42601",
                                           .query = "ALTER ROLE b PASSWORD 'it's' geheim"});
    CHECK_FALSE(is_told(malformed, "geheim"));
    CHECK_EQ(malformed.message(), "execute: syntax error at or near \"...\"");
    CHECK_EQ(matview::server_error({.message = "syntax error at or near \"x\"", .sqlstate = "42601", .query = "x"})
                 .message(),
             "syntax error at or near \"x\"");
}
