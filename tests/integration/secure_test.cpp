// Logging in: TLS with certificates of one's own, passwords that change, and what is told of both.
#include <doctest/doctest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <support/account.hpp>
#include <support/private_server.hpp>
#include <support/raw_connection.hpp>
#include <support/server_directory.hpp>

#include "../models.hpp"

using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

const bool no_openssl = std::system("openssl version >/dev/null 2>&1") != 0;

// An address of this computer that no other run of the tests takes: all of 127.0.0.0/8 is.
std::string own_address() {
    const int pid = getpid();
    return "127." + std::to_string(100 + pid / 62'500 % 100) + "." + std::to_string(pid / 250 % 250) + "." +
           std::to_string(1 + pid % 250);
}

void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

/// A CA, another one, the server's certificate for the name `localhost`, and a client's for the user `reader`.
class certificates {
public:
    certificates() : directory_(matview_test::server_account()) {
        for (const char* ca : {"ca", "other_ca"})
            run(std::string("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=") + ca + " -keyout " + ca +
                ".key -out " + ca + ".pem");
        issue("server", "localhost", "DNS:localhost");
        issue("client", "reader", "DNS:reader");
        if (const auto owner = matview_test::server_account())
            REQUIRE_EQ(chown(path("server.key").c_str(), owner->uid, owner->gid), 0);
        for (const char* key : {"server.key", "client.key"}) fs::permissions(path(key), fs::perms{0600});
        for (const char* open : {"server.pem", "ca.pem"}) fs::permissions(path(open), fs::perms{0644});
    }
    std::string path(const std::string& name) const { return directory_.path() / name; }

private:
    void run(const std::string& arguments) {
        const std::string all =
            "cd '" + directory_.path().string() + "' && openssl " + arguments + " >>openssl.log 2>&1";
        REQUIRE_MESSAGE(std::system(all.c_str()) == 0, all);
    }
    void issue(const std::string& name, const std::string& subject, const std::string& alternative) {
        write(path(name + ".ext"), "subjectAltName=" + alternative + "\n");
        run("req -new -newkey rsa:2048 -nodes -subj /CN=" + subject + " -keyout " + name + ".key -out " + name +
            ".csr");
        run("x509 -req -days 2 -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile " + name +
            ".ext -out " + name + ".pem");
    }

    matview_test::server_directory directory_;
};

std::string told(const matview::error& e) {
    return std::string(e.what()) + e.message() + e.query() + e.detail() + e.hint();
}

/// What connecting throws.
std::optional<matview::connection_error> refusal(const matview::connection_options& options) {
    try {
        matview::connection db(options);
    } catch (const matview::connection_error& e) {
        return e;
    }
    return std::nullopt;
}

/// A server that asks the role `token` for a password, with a view that it owns.
struct server_with_passwords {
    matview_test::private_server server;
    matview_test::raw_connection super;

    server_with_passwords() : super(server.conninfo("postgres")) {
        super.exec(R"sql(
            SET password_encryption = 'scram-sha-256';
            CREATE ROLE token LOGIN PASSWORD 'first';
            GRANT ALL ON SCHEMA public TO token;
            CREATE TABLE quiz_quizresult (user_id bigint, score int);
            ALTER TABLE quiz_quizresult OWNER TO token;
            INSERT INTO quiz_quizresult VALUES (1, 5))sql");
        write(server.directory() / "data" / "pg_hba.conf", "local all postgres trust\nlocal all token scram-sha-256\n");
        super.exec("SELECT pg_reload_conf()");
        // The reload is done by the time that new connections meet it.
        for (int i = 0; i < 1000; ++i) {
            try {
                matview_test::raw_connection unasked(server.conninfo("postgres", "token"));
            } catch (const matview_test::server_error&) {
                return;
            }
            usleep(10'000);
        }
        FAIL("the server does not ask for passwords");
    }
    std::string conninfo() const { return server.conninfo("postgres", "token"); }
};

}  // namespace

TEST_CASE("the tests of TLS have their openssl") {
    if (no_openssl) MESSAGE("SKIPPED: the tests of TLS, for want of the openssl command: apt-get install openssl");
}

TEST_CASE("TLS: verify-full takes the right name and the right CA only" * doctest::skip(no_openssl)) {
    const certificates made;
    const std::string address = own_address();
    const matview_test::private_server server(
        {"listen_addresses=" + address, "ssl=on", "ssl_cert_file=" + made.path("server.pem"),
         "ssl_key_file=" + made.path("server.key"), "ssl_ca_file=" + made.path("ca.pem")});
    const std::string by_tcp = "port=5432 dbname=postgres user=postgres ";
    const std::string right = "sslrootcert=" + made.path("ca.pem");
    const std::string wrong = "sslrootcert=" + made.path("other_ca.pem");

    matview::connection db(by_tcp + "host=localhost hostaddr=" + address + " sslmode=verify-full " + right);
    const auto tls = db.tls();
    REQUIRE(tls);
    CHECK_EQ(tls->library, "OpenSSL");
    CHECK(tls->protocol.starts_with("TLSv1."));
    matview_test::raw_connection super("host=" + server.directory().string() + " " + by_tcp);
    const auto by_server =
        super.rows("SELECT version, cipher, bits FROM pg_stat_ssl WHERE pid = " + std::to_string(db.backend_pid()))[0];
    CHECK_EQ(tls->protocol, by_server[0]);
    CHECK_EQ(tls->cipher, by_server[1]);
    CHECK_EQ(std::to_string(tls->key_bits), by_server[2]);

    CHECK_FALSE(matview::connection(by_tcp + "host=" + address + " sslmode=disable").tls());
    CHECK_FALSE(matview::connection("host=" + server.directory().string() + " " + by_tcp).tls());

    const auto wrong_name =
        refusal({.conninfo = by_tcp + "host=not.its.name hostaddr=" + address + " sslmode=verify-full " + right});
    REQUIRE(wrong_name);
    CHECK(wrong_name->hint().find("made out to the name in host") != std::string::npos);
    CHECK(wrong_name->message().find("not.its.name") != std::string::npos);
    CHECK(matview::connection(by_tcp + "host=not.its.name hostaddr=" + address + " sslmode=verify-ca " + right).tls());

    for (const std::string mode : {"verify-full", "verify-ca"}) {
        const auto wrong_ca =
            refusal({.conninfo = by_tcp + "host=localhost hostaddr=" + address + " sslmode=" + mode + " " + wrong});
        REQUIRE(wrong_ca);
        CHECK(wrong_ca->hint().find("sslrootcert") != std::string::npos);
        CHECK(wrong_ca->hint().find(mode) != std::string::npos);
        const auto none = refusal({.conninfo = by_tcp + "host=localhost hostaddr=" + address +
                                               " sslrootcert=/nonexistent.pem sslmode=" + mode});
        REQUIRE(none);
        CHECK(none->hint().find("sslrootcert") != std::string::npos);
    }

    // A client's certificate in the place of a password.
    super.exec("CREATE ROLE reader LOGIN");
    write(server.directory() / "data" / "pg_hba.conf", "local all all trust\nhostssl all reader all cert\n");
    super.exec("SELECT pg_reload_conf()");
    const std::string reader =
        "host=localhost hostaddr=" + address + " dbname=postgres user=reader port=5432 sslmode=verify-full " + right;
    const std::string own = " sslcert=" + made.path("client.pem") + " sslkey=" + made.path("client.key");
    bool in = false;  // once the server has read the file
    for (int i = 0; i < 1000 && !in; ++i) {
        in = !refusal({.conninfo = reader + own});
        if (!in) usleep(10'000);
    }
    CHECK(in);
    CHECK(refusal({.conninfo = reader}));
}

TEST_CASE("a password callback is asked at each connect, wins, and may throw") {
    server_with_passwords on;
    int asked = 0;
    std::string token = "first";
    const matview::connection_options options{.conninfo = on.conninfo() + " password=wrong", .password = [&] {
                                                  ++asked;
                                                  return token;
                                              }};
    CHECK_EQ(matview::connection(options).query<int>("SELECT 1").at(0), 1);
    CHECK_EQ(asked, 1);
    on.super.exec("SET password_encryption = 'scram-sha-256'; ALTER ROLE token PASSWORD 'it''s \\ \"$$\" second'");
    token = "it's \\ \"$$\" second";
    matview::connection db(options);
    CHECK_EQ(asked, 2);
    setenv("PGPASSWORD", "from the environment", 1);
    CHECK_EQ(matview::connection(options).query<int>("SELECT 1").at(0), 1);
    unsetenv("PGPASSWORD");

    token = "geheim";
    const auto refused = refusal(options);
    REQUIRE(refused);
    CHECK(told(*refused).find("geheim") == std::string::npos);
    CHECK(refused->message().find("password authentication failed") != std::string::npos);
    token = std::string("nul\0inside", 10);
    CHECK_THROWS_AS(matview::connection{options}, matview::value_error);

    struct no_token {};
    CHECK_THROWS_AS(
        matview::connection({.conninfo = on.conninfo(), .password = []() -> std::string { throw no_token(); }}),
        no_token);

    // The second connection, which watches a refresh that waits, asks too; a refresh does not fail of what it is told.
    token = "it's \\ \"$$\" second";
    db.create<quiz::Leaderboard>();
    on.super.exec("GRANT SELECT ON leaderboard TO PUBLIC");
    bool fails = false;
    matview::connection waiting({.conninfo = on.conninfo(), .password = [&]() -> std::string {
                                     ++asked;
                                     if (fails) throw no_token();
                                     return token;
                                 }});
    for (const bool refuse : {false, true}) {
        fails = refuse;
        asked = 0;
        on.super.exec("BEGIN; SELECT FROM leaderboard");
        std::jthread release([&] {
            matview_test::raw_connection watcher(on.server.conninfo("postgres"));
            for (int i = 0; i < 1000; ++i) {
                if (watcher.rows("SELECT FROM pg_locks WHERE NOT granted").size() == 1) break;
                usleep(10'000);
            }
            usleep(100'000);  // longer than what counts as work
            on.super.exec("COMMIT");
        });
        const auto done = waiting.refresh<quiz::Leaderboard>({.lock_timeout = 60s});
        release.join();
        CHECK_EQ(asked, 1);
        CHECK_EQ(done.wait_measured, !refuse);
        CHECK_EQ(waiting.fetch<quiz::Leaderboard>().size(), 1);
    }
}

TEST_CASE("no password of a connection string is told, however it is written") {
    server_with_passwords on;
    const std::string host = on.server.directory().string();
    std::string encoded;
    for (const char c : host) encoded += c == '/' ? std::string("%2F") : std::string(1, c);
    for (const std::string& conninfo : {
             on.conninfo() + " password=geheim",
             on.conninfo() + " password='it\\'s geheim'",
             on.conninfo() + " password=a\\ geheim",
             on.conninfo() + " password=it's geheim",
             on.conninfo() + " password=a geheim=x",
             on.conninfo() + " password=\"geheim\" x",
             on.conninfo() + " password='geheim",
             on.conninfo() + " password=geheim sslpassword=geheim sslmode=nonsense",
             "postgresql://token:geheim@" + encoded + "/postgres",
             "postgresql://token:%67eheim%20geheim@" + encoded + "/postgres",
             "postgresql://token:geheim%zz@" + encoded + "/postgres",
             "postgresql://token:geheim%00@" + encoded + "/postgres",
             "postgresql://token:a\"geheim%zz@" + encoded + "/postgres",
             "postgresql://token:p@geheim@" + encoded + "/postgres",
             "postgresql://token:p@geheim/geheim@" + encoded + "/postgres",
             std::string("postgresql://token:1/geheim@nowhere.invalid/postgres"),
             std::string("postgresql://token:geheim/x@nowhere.invalid/postgres"),
             std::string("postgresql://token:geheim?x@nowhere.invalid/postgres"),
             std::string("postgresql://token:geheim@[::1/postgres"),
             std::string("postgresql://token:p@[geheim]x@nowhere.invalid/postgres"),
             std::string("postgre://token:geheim@nowhere.invalid/postgres"),
             std::string("postgre://token:geheim@nowhere.invalid/postgres?a=b"),
             std::string("postgresql//token:geheim@nowhere.invalid/postgres"),
             "postgresql://" + encoded + "/postgres?user=token&password=geheim",
             "postgresql://" + encoded + "/postgres?user=token&password=a&geheim=b",
         }) {
        CAPTURE(conninfo);
        const auto failure = refusal({.conninfo = conninfo, .connect_timeout = 10s});
        REQUIRE(failure);
        CHECK_EQ(told(*failure).find("geheim"), std::string::npos);
    }
    setenv("PGPASSWORD", "geheim", 1);
    const auto failure = refusal({.conninfo = on.conninfo()});
    unsetenv("PGPASSWORD");
    REQUIRE(failure);
    CHECK_EQ(told(*failure).find("geheim"), std::string::npos);
}
