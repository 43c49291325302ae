// Connections that are not made, and ones that are lost: each by its name, what can be done again, and that it then succeeds.
#include <doctest/doctest.h>

#include <string>
#include <thread>

#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>

#include <support/chaos_proxy.hpp>
#include <support/file_descriptor.hpp>
#include <support/private_server.hpp>
#include <support/thrown_by.hpp>
#include <support/waiting.hpp>

#include "../quiz_database.hpp"

using namespace std::chrono_literals;
using matview_test::thrown_by;
using quiz::User;

namespace {

/// A port of 127.0.0.1 that is ours; who connects is refused, or, where it listens, never answered.
class silent_port {
public:
    explicit silent_port(bool listens) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        auto* const address = reinterpret_cast<sockaddr*>(&at);
        REQUIRE_EQ(bind(socket_.get(), address, size), 0);
        REQUIRE_EQ(getsockname(socket_.get(), address, &size), 0);
        if (listens) REQUIRE_EQ(listen(socket_.get(), 5), 0);
        port_ = ntohs(at.sin_port);
    }
    std::string conninfo() const {
        return "host=127.0.0.1 user=postgres dbname=postgres port=" + std::to_string(port_);
    }

private:
    matview_test::file_descriptor socket_;
    int port_ = 0;
};

template <class E> E not_connected(const matview::connection_options& options) {
    const E e = thrown_by<E>([&] { matview::connection db(options); });
    INFO(std::string(e.what()));
    CHECK_FALSE(e.connection_usable());
    CHECK_FALSE(e.hint().empty());
    return e;
}

}  // namespace

TEST_CASE("errors: nobody listens") {
    const silent_port nobody(false);
    const auto e = not_connected<matview::connection_refused>({.conninfo = nobody.conninfo()});
    CHECK(e.retryable());
    CHECK_EQ(e.sqlstate(), "");
    CHECK(e.message().find("127.0.0.1") != std::string::npos);
}

TEST_CASE("errors: nobody answers") {
    const silent_port mute(true);
    const auto begun = std::chrono::steady_clock::now();
    const auto e = not_connected<matview::connect_timeout>({.conninfo = mute.conninfo(), .connect_timeout = 200ms});
    CHECK(e.retryable());
    CHECK(e.message().find("200 ms") != std::string::npos);
    CHECK_LT(std::chrono::steady_clock::now() - begun, 30s);
}

TEST_CASE("errors: the server refuses who connects, and says by SQLSTATE why") {
    matview_test::test_database database;
    matview_test::test_role role(database, "CONNECTION LIMIT 1");
    matview_test::raw_connection other(database.conninfo());
    const auto as_role = database.conninfo(role);

    const auto nowhere = not_connected<matview::connection_refused>({.conninfo = as_role + " dbname=no_such_database"});
    CHECK_EQ(nowhere.sqlstate(), "3D000");
    CHECK_FALSE(nowhere.retryable());
    CHECK(std::string(nowhere.what()).find("LOCATION") == std::string::npos);

    const auto nobody = not_connected<matview::connection_refused>({.conninfo = database.conninfo("no_such_role")});
    CHECK(nobody.sqlstate().starts_with("28"));
    CHECK_FALSE(nobody.retryable());

    std::optional<matview::connection> only_one(as_role);
    const auto full = not_connected<matview::connection_refused>({.conninfo = as_role});
    CHECK_EQ(full.sqlstate(), "53300");
    CHECK(full.retryable());
    only_one.reset();
    matview_test::wait_until(other,
                             "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE usename = '" + role.name() + "')");
    CHECK_EQ(matview::connection(as_role).query<int>("SELECT 1").at(0), 1);
}

TEST_CASE("errors: a connection lost between statements and within one") {
    matview_test::quiz_database quiz;
    const auto lost = [&](matview::connection& db, auto&& call) {
        const auto e = thrown_by<matview::connection_lost>(call);
        INFO(std::string(e.what()));
        CHECK(e.retryable());
        CHECK_FALSE(e.connection_usable());
        CHECK_FALSE(e.query().empty());
        CHECK_FALSE(e.hint().empty());
        CHECK_FALSE(db.usable());
        for (int again = 0; again < 2; ++again) CHECK_THROWS_AS(db.count<User>(), matview::connection_lost);
        return e;
    };
    const auto terminate = "SELECT pg_terminate_backend(" + std::to_string(quiz.db.backend_pid()) + ", 60000)";
    quiz.other.exec(terminate);
    lost(quiz.db, [&] { quiz.db.fetch<User>(); });

    matview::connection again(quiz.database.conninfo());
    CHECK_EQ(again.fetch<User>().size(), 5);
    const int pid = again.backend_pid();
    std::thread killer([&] {
        matview_test::wait_until_asleep(quiz.other, pid);
        quiz.other.exec("SELECT pg_terminate_backend(" + std::to_string(pid) + ")");
    });
    const auto e = lost(again, [&] { again.query<std::string>("SELECT pg_sleep(600)::text"); });
    killer.join();
    CHECK_EQ(e.sqlstate(), "57P01");
}

TEST_CASE("errors: a link reset, and a server process killed, in the midst of a result") {
    matview_test::private_server server;
    matview_test::chaos_proxy proxy(server.directory().string() + "/.s.PGSQL.5432");
    const std::string through_proxy =
        "host=127.0.0.1 user=postgres dbname=postgres sslmode=disable gssencmode=disable port=" +
        std::to_string(proxy.port());
    const std::string rows = "SELECT repeat('x', 10000) FROM generate_series(1, 100)";
    proxy.set_plan({matview_test::fault::reset, matview_test::direction::to_client, 300'000});
    {
        matview::connection db(through_proxy);
        const auto e = thrown_by<matview::connection_lost>([&] { db.query<std::string>(rows); });
        CHECK(e.retryable());
        CHECK_FALSE(e.connection_usable());
        CHECK_FALSE(db.usable());
    }
    proxy.set_plan({});
    CHECK_EQ(matview::connection(through_proxy).query<std::string>(rows).size(), 100);

    matview::connection db(server.conninfo());
    matview_test::raw_connection other(server.conninfo());
    const int pid = db.backend_pid();
    std::thread killer([&] {
        matview_test::wait_until_asleep(other, pid);
        kill(pid, SIGKILL);  // half of the rows are sent by then
    });
    const auto e = thrown_by<matview::connection_lost>([&] {
        db.query<std::string>(
            "SELECT repeat('x', 10000) || CASE n WHEN 50 THEN pg_sleep(600)::text ELSE '' END FROM generate_series(1, "
            "100) AS n");
    });
    killer.join();
    CHECK(e.retryable());
    CHECK_FALSE(db.usable());
    // The server ends who is connected and starts anew; until it is up it says so, or nobody is there.
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    for (bool connected = false; !connected;) {
        REQUIRE_LT(std::chrono::steady_clock::now(), deadline);
        try {
            matview::connection back(server.conninfo());
            const std::size_t read =
                back.query<std::string>(rows).size();  // not within CHECK, which keeps what is thrown
            CHECK_EQ(read, 100);
            connected = true;
        } catch (const matview::connection_error& refused) {
            CHECK(refused.retryable());
            std::this_thread::sleep_for(10ms);
        }
    }
}
