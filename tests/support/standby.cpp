#include "standby.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "raw_connection.hpp"
#include "waiting.hpp"

namespace matview_test {

namespace {

using namespace std::chrono_literals;

std::string all_of(const std::filesystem::path& log) {
    std::ifstream file{log};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

}  // namespace

command standby::program(const std::string& name) const {
    command result;
    result.program = primary_.bindir() / name;
    result.working_directory = directory_.path();
    result.log = directory_.path() / (name + ".log");
    result.run_as = account_;
    result.death_signal = SIGQUIT;
    return result;
}

standby::standby(const private_server& primary, const std::vector<std::string>& settings)
    : primary_{primary}, account_{server_account()}, directory_{account_} {
    command backup = program("pg_basebackup");
    backup.arguments = {
        "-D", directory_.path() / "data", "-d", primary.conninfo(), "-R", "-X", "stream", "-c", "fast", "--no-sync"};
    child_process running{backup};
    if (!running.ended_within(120s) || !running.succeeded())
        throw std::runtime_error("pg_basebackup failed:\n" + all_of(backup.log));

    command postgres = program("postgres");
    postgres.arguments = {"-D", directory_.path() / "data"};
    for (const std::string& setting :
         {std::string("listen_addresses="), std::string("port=5432"), std::string("fsync=off"),
          std::string("max_connections=60"),  // no fewer than the primary's
          "unix_socket_directories=\"" + directory_.path().string() + "\""})
        postgres.arguments.insert(postgres.arguments.end(), {"-c", setting});
    for (const std::string& setting : settings) postgres.arguments.insert(postgres.arguments.end(), {"-c", setting});
    server_.emplace(postgres);
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    for (;;) {
        try {
            raw_connection{conninfo()};
            return;
        } catch (const server_error& refused) {
            if (std::chrono::steady_clock::now() > deadline || server_->ended_within(20ms))
                throw std::runtime_error("the standby does not accept connections: " + std::string(refused.what()) +
                                         "\n" + all_of(postgres.log));
        }
    }
}

standby::~standby() {
    if (!server_ || !server_->is_ours()) return;
    for (const auto& [signal, patience] : {std::pair{SIGINT, 10s}, std::pair{SIGQUIT, 5s}}) {
        server_->signal(signal);
        if (server_->ended_within(patience)) return;
    }
}

void standby::wait_until_it_follows() const {
    raw_connection on_primary{primary_.conninfo()};
    const auto written = *on_primary.rows("SELECT pg_switch_wal()").at(0).at(0);
    raw_connection here{conninfo()};
    wait_until(here, "SELECT pg_last_wal_replay_lsn() >= '" + written + "'");
}

}  // namespace matview_test
