#include "db/conninfo.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

#include <matview/error.hpp>

using matview::connection_error;
using matview::detail::given_by;
using namespace std::chrono_literals;

namespace {

/// The error that the connection string leads to; fails where there is none.
connection_error error_of(const std::string& conninfo) {
    try {
        const auto given = given_by(conninfo);
        matview::detail::connect_bound({}, given);
    } catch (const connection_error& e) {
        return e;
    }
    throw std::logic_error("no error: " + conninfo);
}

}  // namespace

TEST_CASE("conninfo: what is malformed is said, and never retried") {
    struct {
        const char* conninfo;
        const char* message;
    } const cases[] = {
        {"hots=localhost", ": invalid connection option \"hots\""},
        {"host=a hots=b password=c", ": invalid connection option \"hots\""},
        {"postgresql://host/db?foo=bar", ": invalid URI query parameter: \"foo\""},
        {"host=a b", ": missing \"=\" after \"…\" in connection info string"},
        {"host='unclosed", ": unterminated quoted string in connection info string"},
        {"host=a port=http", ": the port is not a number"},
        {"host=a connect_timeout=soon", ": connect_timeout is not a number"},
        {"host=a connect_timeout=99999999999999999999", ": connect_timeout is not a number"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.conninfo);
        const connection_error e = error_of(c.conninfo);
        CHECK(e.message() == std::string("connecting to PostgreSQL: malformed connection string") + c.message);
        CHECK_FALSE(e.retryable());
        CHECK_FALSE(e.connection_usable());
        CHECK_FALSE(e.hint().empty());
    }
}

TEST_CASE("conninfo: no part of a password is in an error") {
    for (const char* conninfo : {"password=my secret",
                                 "password=my secret=1",
                                 "password=my sec\"secret",
                                 "password=my \"secret host=x",
                                 "PASSWORD=a secret=1",
                                 "password='my' secret=1",
                                 "sslpassword=a secret=1",
                                 "password='secret",
                                 "postgresql://u:secret%zz@host/db",
                                 "postgresql://u:a\nsecret%zz@host/db",
                                 "postgresql://u:secret@[::1/db",
                                 "postgresql://u:1/a?secret=1@host",
                                 "postgresql://u:1/a?secret@host",
                                 "postgresql://host/db?password=a&secret=1",
                                 "postgresql://host/db?%70assword=a&secret=1",
                                 "postgresql://host/db?password=a=secret",
                                 "postgresql://u:a@secret@host/db",
                                 "postgresql://u:secret/b@host/db",
                                 "postgresql://u:12/secret@host/db",
                                 "postgresql://u:secret/b",
                                 "pgsql://u:secret@host/db"}) {
        CAPTURE(conninfo);
        const std::string said = error_of(conninfo).what();
        CHECK(said.find("secret") == said.npos);
    }
}

TEST_CASE("conninfo: what is well-formed is read") {
    CHECK(given_by("host=a password='my secret'").at("password") == "my secret");
    CHECK(given_by("postgresql://u:my%40secret@host:1,other:2/db").at("password") == "my@secret");
    CHECK(given_by("postgresql://u:p@host:1,other:2/db").at("port") == "1,2");
    CHECK(given_by("postgresql://u@host/db?application_name=a@b").at("application_name") == "a@b");
    CHECK(given_by("a database's name").count("dbname") == given_by("").count("dbname"));
}

TEST_CASE("conninfo: several hosts") {
    CHECK_FALSE(matview::detail::names_several_hosts({{"host", "a"}}));
    CHECK(matview::detail::names_several_hosts({{"host", "a,b"}}));
    CHECK(matview::detail::names_several_hosts({{"hostaddr", "::1,::2"}}));
}

TEST_CASE("conninfo: the bound of connecting") {
    const auto bound = [](const char* timeout) {
        return matview::detail::connect_bound({}, {{"connect_timeout", timeout}});
    };
    CHECK(matview::detail::connect_bound({}, {}) == 10s);
    CHECK(bound("3") == 3s);
    CHECK(bound(" 3 ") == 3s);
    CHECK(bound("+3") == 3s);
    CHECK(bound("0") == 0s);
    CHECK(bound("-1") == 0s);
    CHECK(bound("2147483647") == std::chrono::seconds(std::numeric_limits<int>::max()));
    CHECK(matview::detail::connect_bound({.connect_timeout = 5ms}, {{"connect_timeout", "soon"}}) == 5ms);
}
