#include <doctest/doctest.h>

#include "db/refusal.hpp"

using matview::detail::parse_refusal;

TEST_CASE("the SQLSTATE of a refused connection is taken out of libpq's message, in any language") {
    const auto refused = parse_refusal(
        "connection to server on socket \"/tmp/.s.PGSQL.5432\" failed: FATAL:  28000: role \"nobody\" does not exist\n"
        "LOCATION:  InitializeSessionUserId, miscinit.c:760\n");
    CHECK_EQ(refused.sqlstate, "28000");
    CHECK_EQ(refused.text,
             "connection to server on socket \"/tmp/.s.PGSQL.5432\" failed: FATAL:  role \"nobody\" does not exist");
    const auto german = parse_refusal(
        "Verbindung zum Server fehlgeschlagen: FATAL:  3D000: Datenbank »x« existiert nicht\n"
        "ORT:  InitPostgres, postinit.c:1042\n");
    CHECK_EQ(german.sqlstate, "3D000");
    CHECK_EQ(german.text, "Verbindung zum Server fehlgeschlagen: FATAL:  Datenbank »x« existiert nicht");
}

TEST_CASE("where no server spoke there is none") {
    const std::string_view said =
        "connection to server at \"::1\", port 1 failed: Connection refused\n"
        "\tIs the server running on that host and accepting TCP/IP connections?";
    CHECK_EQ(parse_refusal(said).sqlstate, "");
    CHECK_EQ(parse_refusal(said).text, said);
    CHECK_EQ(parse_refusal("FATAL:  12345").sqlstate, "");
    CHECK_EQ(parse_refusal("").text, "");
}

TEST_CASE("two tries, as with sslmode=prefer, give the last one's SQLSTATE and both texts") {
    const auto twice = parse_refusal(
        "failed: FATAL:  28P01: no\nLOCATION:  auth_failed, auth.c:326\nfailed: FATAL:  53300: full\nDETAIL:  a: b\n");
    CHECK_EQ(twice.sqlstate, "53300");
    CHECK_EQ(twice.text, "failed: FATAL:  no\nfailed: FATAL:  full\nDETAIL:  a: b");
}
