// A network that swallows everything, without a word: only the bounds of the link end the wait.
#include <doctest/doctest.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <string>
#include <thread>

#include <support/network_namespace.hpp>
#include <support/private_server.hpp>

#include <matview/matview.hpp>

using namespace std::chrono_literals;

namespace {

using clock_type = std::chrono::steady_clock;

/// What the network is cut in front of must end in an error, after no more than `most`.
void check_lost(matview_test::network_namespace& network, const matview::connection_options& options,
                const std::function<void(matview::connection&)>& work, std::chrono::seconds most) {
    std::string outcome = "nothing was thrown";
    clock_type::duration took{};
    bool usable = true;
    network.run_inside([&] {
        matview::connection db(options);
        if (db.query<int>("SELECT 1").at(0) != 1) throw std::runtime_error("a wrong row");
        network.cut();
        const auto begun = clock_type::now();
        try {
            work(db);
        } catch (const matview::connection_lost& e) {
            outcome = e.retryable() && !e.connection_usable() ? "lost" : "lost, but says otherwise";
        }
        took = clock_type::now() - begun;
        usable = db.usable();
    });
    CHECK_EQ(outcome, "lost");
    CHECK_FALSE(usable);
    CHECK_LT(took, most);
}

/// A server that listens on this side of a network, and takes whoever comes from the other.
class networked_server {
public:
    networked_server() : server({"listen_addresses=" + network.address()}) {
        std::ofstream(server.directory() / "data" / "pg_hba.conf", std::ios::app) << "host all all 10.0.0.0/8 trust\n";
        matview::connection(server.conninfo()).execute("SELECT pg_reload_conf()");
    }
    std::string conninfo() const {
        return "host=" + network.address() + " user=postgres dbname=postgres sslmode=disable gssencmode=disable";
    }

    matview_test::network_namespace network;
    matview_test::private_server server;
};

bool can_be_tried() {
    if (matview_test::network_namespace::is_permitted()) return true;
    MESSAGE("skipped: a network namespace needs root, ip, and a kernel that permits it");
    return false;
}

}  // namespace

TEST_CASE("cut network: what was sent and is not acknowledged") {
    if (!can_be_tried()) return;
    networked_server one;
    check_lost(
        one.network, {.conninfo = one.conninfo(), .tcp_user_timeout = 2s},
        [](matview::connection& db) { db.execute("SELECT 1"); }, 60s);
}

TEST_CASE("cut network: an answer that is awaited") {
    if (!can_be_tried()) return;
    networked_server one;
    // Nothing is sent after the cut, so that only keepalive probes can find it.
    matview_test::network_namespace& network = one.network;
    std::string outcome = "nothing was thrown";
    clock_type::duration took{};
    network.run_inside([&] {
        matview::connection db({.conninfo = one.conninfo(), .tcp_user_timeout = 2s});
        clock_type::time_point begun;
        std::thread cutter([&] {
            matview::connection watching(one.server.conninfo());
            while (watching.query<std::int64_t>("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                       .at(0) == 0)
                std::this_thread::sleep_for(5ms);
            network.cut();
            begun = clock_type::now();
        });
        try {
            db.execute("SELECT pg_sleep(3600)");
        } catch (const matview::connection_lost&) {
            outcome = "lost";
        }
        cutter.join();
        took = clock_type::now() - begun;
    });
    CHECK_EQ(outcome, "lost");
    CHECK_LT(took, 60s);
}

TEST_CASE("cut network: response_timeout ends it too, where the link's bounds are left to the system") {
    if (!can_be_tried()) return;
    networked_server one;
    check_lost(
        one.network, {.conninfo = one.conninfo(), .tcp_user_timeout = 0ms, .response_timeout = 500ms},
        [](matview::connection& db) { db.execute("SELECT 1"); }, 60s);
}

TEST_CASE("cut network: cancelling") {
    if (!can_be_tried()) return;
    networked_server one;
    bool taken = true;
    clock_type::duration took{};
    check_lost(
        one.network, {.conninfo = one.conninfo(), .connect_timeout = 1s, .response_timeout = 5s},
        [&](matview::connection& db) {
            std::thread other([&] {
                std::this_thread::sleep_for(100ms);
                const auto begun = clock_type::now();
                taken = db.cancel();
                took = clock_type::now() - begun;
            });
            try {
                db.execute("SELECT pg_sleep(3600)");
            } catch (...) {
                other.join();
                throw;
            }
            other.join();
        },
        60s);
    CHECK_FALSE(taken);
    CHECK_LT(took, 60s);
}

TEST_CASE("cut network: connecting") {
    if (!can_be_tried()) return;
    networked_server one;
    clock_type::duration took{};
    std::string outcome = "nothing was thrown";
    one.network.run_inside([&] {
        one.network.cut();
        const auto begun = clock_type::now();
        try {
            const matview::connection db({.conninfo = one.conninfo(), .connect_timeout = 500ms});
        } catch (const matview::connection_error& e) {
            outcome = e.retryable() ? "an error" : "an error that says otherwise";
        }
        took = clock_type::now() - begun;
    });
    CHECK_EQ(outcome, "an error");
    CHECK_LT(took, 60s);
}
