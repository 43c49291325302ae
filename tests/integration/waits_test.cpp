// Every wait for a server that does not answer has a bound. What stops a statement that is too slow is in limits_test.cpp.
#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <support/chaos_proxy.hpp>
#include <support/deaf_listener.hpp>
#include <support/private_server.hpp>
#include <support/scoped_env.hpp>

#include "db/link.hpp"
#include "quiz_database.hpp"

using namespace std::chrono_literals;
using matview_test::deaf_listener;
using matview_test::direction;
using matview_test::fault;
using matview_test::scoped_env;
using std::chrono::milliseconds;

namespace {

using clock_type = std::chrono::steady_clock;

constexpr auto far_too_long = 30s;

std::string at_port(int port) { return "host=127.0.0.1 user=postgres dbname=postgres port=" + std::to_string(port); }

/// Connecting must fail, in no less than `least`; its message.
std::string refusal(const matview::connection_options& options, milliseconds least) {
    const auto begun = clock_type::now();
    try {
        const matview::connection db(options);
    } catch (const matview::connection_error& e) {
        const auto took = clock_type::now() - begun;
        CHECK_GE(took, least);
        CHECK_LT(took, far_too_long);
        CHECK(e.retryable());
        CHECK_FALSE(e.connection_usable());
        return e.message();
    }
    FAIL("connected to nobody");
    return {};
}

/// A server behind a proxy that fails as it is told.
struct server_behind_proxy {
    matview_test::private_server server;
    matview_test::chaos_proxy proxy{server.directory().string() + "/.s.PGSQL.5432"};

    std::string conninfo() const { return at_port(proxy.port()) + " sslmode=disable gssencmode=disable"; }
};

void check_lost(matview::connection& db) {
    CHECK_FALSE(db.usable());
    CHECK_FALSE(db.cancel());
    const auto begun = clock_type::now();
    try {
        db.execute("SELECT 1");
        FAIL("a lost connection was used");
    } catch (const matview::connection_error& e) {
        CHECK_FALSE(e.connection_usable());
    }
    CHECK_LT(clock_type::now() - begun, far_too_long);
}

}  // namespace

TEST_CASE("waits: connecting to what takes connections and says nothing") {
    const deaf_listener silent(deaf_listener::kind::says_nothing);
    const std::string where = at_port(silent.port());
    CHECK(refusal({.conninfo = where, .connect_timeout = 150ms}, 150ms).find("150 ms") != std::string::npos);
    refusal({.conninfo = where + " connect_timeout=1"}, 1000ms);
    refusal({.conninfo = where + " connect_timeout=50", .connect_timeout = 150ms}, 150ms);  // the option wins
    const scoped_env seconds("PGCONNECT_TIMEOUT", "1");
    refusal({.conninfo = where}, 1000ms);
}

TEST_CASE("waits: connecting to where nothing comes back from") {
    const deaf_listener hole(deaf_listener::kind::drops_all);
    refusal({.conninfo = at_port(hole.port()), .connect_timeout = 200ms}, 200ms);
}

TEST_CASE("waits: of several hosts each has its share of the time") {
    const deaf_listener silent(deaf_listener::kind::says_nothing), hole(deaf_listener::kind::drops_all);
    const std::string deaf =
        "user=postgres dbname=postgres host=127.0.0.1,127.0.0.1 port=" + std::to_string(silent.port()) + "," +
        std::to_string(hole.port());
    refusal({.conninfo = deaf, .connect_timeout = 4s}, 2s);
    server_behind_proxy one;
    matview::connection db({.conninfo = "sslmode=disable gssencmode=disable user=postgres dbname=postgres "
                                        "host=127.0.0.1,127.0.0.1 port=" +
                                        std::to_string(silent.port()) + "," + std::to_string(one.proxy.port()),
                            .connect_timeout = 4s});
    CHECK_EQ(db.query<int>("SELECT 1").at(0), 1);
}

TEST_CASE("waits: a service's bounds and hosts count as the connection string's") {
    const deaf_listener silent(deaf_listener::kind::says_nothing);
    const std::string port = std::to_string(silent.port());
    const auto file = std::filesystem::temp_directory_path() / ("matview-services-" + std::to_string(getpid()));
    std::ofstream(file) << "[one]\nhost=127.0.0.1\nport=" << port << "\nconnect_timeout=1\n"
                        << "[two]\nhost=127.0.0.1,127.0.0.1\nport=" << port << "," << port << "\n";
    const scoped_env services("PGSERVICEFILE", file.string());
    CHECK(refusal({.conninfo = "service=one user=postgres"}, 1000ms).find("1000 ms") != std::string::npos);
    CHECK(refusal({.conninfo = "service=one user=postgres", .connect_timeout = 150ms}, 150ms).find("150 ms") !=
          std::string::npos);
    refusal({.conninfo = "postgresql:///?service=two", .connect_timeout = 4s}, 4s);  // two seconds each
    const scoped_env service("PGSERVICE", "one");
    CHECK(refusal({}, 1000ms).find("1000 ms") != std::string::npos);
    std::filesystem::remove(file);
}

TEST_CASE("waits: how long a link is trusted") {
    server_behind_proxy one;
    const auto file = std::filesystem::temp_directory_path() / ("matview-services-" + std::to_string(getpid()));
    std::ofstream(file) << "[slow]\ntcp_user_timeout=70000\n";
    const scoped_env services("PGSERVICEFILE", file.string());
    const auto trusted = [](const matview::connection_options& options) {
        matview::connection db(options);
        const int socket = PQsocket(db.lease()->raw());
        int timeout = -1, idle = -1;
        socklen_t size = sizeof timeout;
        getsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, &size);
        getsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &idle, &size);
        return std::to_string(timeout) + " ms, idle " + std::to_string(idle) + " s";
    };
    CHECK(trusted({.conninfo = one.conninfo(), .tcp_user_timeout = 0ms}).starts_with("0 ms"));
    CHECK_EQ(trusted({.conninfo = one.conninfo()}), "30000 ms, idle 30 s");
    CHECK_EQ(trusted({.conninfo = one.conninfo(), .tcp_user_timeout = 2500ms}), "2500 ms, idle 3 s");
    CHECK_EQ(trusted({.conninfo = one.conninfo() + " tcp_user_timeout=5000"}), "5000 ms, idle 30 s");
    CHECK_EQ(trusted({.conninfo = one.conninfo() + " tcp_user_timeout=5000 keepalives_idle=9"}), "5000 ms, idle 9 s");
    CHECK_EQ(trusted({.conninfo = one.conninfo() + " tcp_user_timeout=5000", .tcp_user_timeout = 2s}),
             "2000 ms, idle 2 s");
    CHECK_EQ(
        trusted({.conninfo = one.conninfo() + " tcp_user_timeout=5000 keepalives_idle=9", .tcp_user_timeout = 0ms}),
        "0 ms, idle 9 s");
    CHECK_EQ(trusted({.conninfo = one.conninfo() + " service=slow"}), "70000 ms, idle 30 s");
    std::filesystem::remove(file);
}

TEST_CASE("waits: what is set at the start is a part of connecting") {
    server_behind_proxy one;
    { const matview::connection counted({.conninfo = one.conninfo(), .statement_timeout = 1min}); }
    const std::size_t whole = one.proxy.passed(direction::to_client);
    one.proxy.set_plan({fault::stall, direction::to_client, whole - 5});  // within the answer to SET
    refusal({.conninfo = one.conninfo(), .connect_timeout = 500ms, .statement_timeout = 1min}, 0ms);
}

TEST_CASE("waits: a server that stays silent while an answer is awaited") {
    matview_test::quiz_database quiz;
    matview::connection db({.conninfo = quiz.database.conninfo(), .response_timeout = 200ms});
    CHECK_EQ(db.query<int>("SELECT 1 FROM pg_sleep(0.02)").at(0), 1);
    const auto begun = clock_type::now();
    try {
        db.execute("SELECT pg_sleep(3600)");
        FAIL("was waited for");
    } catch (const matview::connection_error& e) {
        CHECK(e.retryable());
        CHECK_FALSE(e.connection_usable());
        CHECK(e.query().find("pg_sleep") != std::string::npos);
        CHECK(e.message().find("200 ms") != std::string::npos);
    }
    CHECK_GE(clock_type::now() - begun, 200ms);
    CHECK_LT(clock_type::now() - begun, far_too_long);
    check_lost(db);

    matview::connection patient({.conninfo = quiz.database.conninfo(), .response_timeout = 0ms});
    CHECK_EQ(patient.query<int>("SELECT 1 FROM pg_sleep(0.3)").at(0), 1);
}

TEST_CASE("waits: a transaction on a link that fell silent is over, and its destructor does not wait for it again") {
    matview_test::quiz_database quiz;
    matview::connection db({.conninfo = quiz.database.conninfo(), .response_timeout = 300ms});
    const auto begun = clock_type::now();
    {
        matview::transaction tx(db);
        matview::savepoint within(tx);
        within.execute("INSERT INTO team VALUES (7, 'green')");
        CHECK_THROWS_AS(within.execute("SELECT pg_sleep(3600)"), matview::connection_error);
    }
    CHECK_LT(clock_type::now() - begun, far_too_long);
    check_lost(db);
    quiz.db.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND query LIKE '%3600%' AND pid <> pg_backend_pid()");
    CHECK_EQ(quiz.db.query<std::int64_t>("SELECT count(*) FROM team WHERE id = 7").at(0), 0);
}

TEST_CASE("waits: a refresh may be silent for as long as its own time limit allows") {
    matview_test::quiz_database quiz;
    quiz.other.exec("BEGIN; SELECT * FROM leaderboard");  // what a plain refresh waits for
    matview::connection db({.conninfo = quiz.database.conninfo(), .response_timeout = 100ms});
    CHECK_THROWS_AS(db.refresh<quiz::Leaderboard>({.statement_timeout = 600ms}), matview::query_canceled);
    CHECK(db.usable());
    CHECK_THROWS_AS(db.within({.statement_timeout = 600ms}).refresh<quiz::Leaderboard>(), matview::query_canceled);
    CHECK(db.usable());
    // Zero takes the connection's limit away, and with it the bound of the silence.
    matview::connection limited(
        {.conninfo = quiz.database.conninfo(), .response_timeout = 100ms, .statement_timeout = 100ms});
    CHECK_THROWS_AS(limited.within({.statement_timeout = 0ms}).refresh<quiz::Leaderboard>({.lock_timeout = 1500ms}),
                    matview::lock_timeout);
    CHECK(limited.usable());
}

TEST_CASE("waits: rows that the server does not take are not piled up") {
    server_behind_proxy one;
    {
        matview::connection db(one.conninfo());
        db.execute("CREATE TABLE item (name text)");
    }
    one.proxy.set_plan({fault::stall, direction::to_server, 100'000});
    matview::connection db({.conninfo = one.conninfo(), .connect_timeout = 5s, .response_timeout = 300ms});
    const std::string thousand(1000, 'x');
    const auto begun = clock_type::now();
    std::size_t taken = 0;
    try {
        matview::copy_in load(db, "COPY item FROM STDIN");
        for (; taken < 256'000; ++taken) load.row({thousand});
        FAIL("all rows went into a stalled link");
    } catch (const matview::connection_error& e) {
        CHECK_FALSE(e.connection_usable());
    }
    CHECK_LT(taken, 64'000);  // what fits into the buffers of two sockets and a proxy
    CHECK_LT(clock_type::now() - begun, far_too_long);
    check_lost(db);
}

TEST_CASE("waits: bounds that make no sense are refused before anything is sent") {
    const deaf_listener silent(deaf_listener::kind::says_nothing);
    const std::string where = at_port(silent.port());
    using options = matview::connection_options;
    const auto refused = [](const options& o) { CHECK_THROWS_AS(matview::connection{o}, matview::value_error); };
    refused({.conninfo = where, .connect_timeout = -1ms});
    refused({.conninfo = where, .tcp_user_timeout = -1ms});
    refused({.conninfo = where, .response_timeout = -1ms});
    refused({.conninfo = where, .statement_timeout = -1ms});
    refused({.conninfo = where, .lock_timeout = -1ms});
    refused({.conninfo = where, .connect_timeout = milliseconds::max()});
    refused({.conninfo = where, .tcp_user_timeout = milliseconds::max()});
    refused({.conninfo = where, .response_timeout = milliseconds::max()});
    refused({.conninfo = where, .statement_timeout = milliseconds::max()});
    refused({.conninfo = where, .lock_timeout = milliseconds::max()});
}
