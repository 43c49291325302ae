#include "pgbouncer.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "testing/shared_server.hpp"

#include "account.hpp"
#include "conninfo.hpp"

namespace matview_test {

namespace {

using namespace std::chrono_literals;

constexpr const char* port = "6432";

// Debian keeps it in /usr/sbin, which is not on everybody's PATH.
std::optional<std::filesystem::path> find_program() {
    const char* path = std::getenv("PATH");
    std::istringstream directories{std::string{path != nullptr ? path : ""} + ":/usr/sbin:/usr/local/sbin"};
    for (std::string directory; std::getline(directories, directory, ':');) {
        const std::filesystem::path program = std::filesystem::path{directory} / "pgbouncer";
        if (program.is_absolute() && access(program.c_str(), X_OK) == 0) return program;
    }
    return std::nullopt;
}

// As its configuration file takes it.
std::string quoted(const std::string& text) {
    std::string result{"'"};
    for (const char c : text) {
        if (c == '\'') result += '\'';
        result += c;
    }
    return result + '\'';
}

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

}  // namespace

bool pgbouncer::installed() { return find_program().has_value(); }

pgbouncer::pgbouncer(int server_connections, const std::vector<std::string>& settings) : directory_{server_account()} {
    write_settings(server_connections, settings);
    command what;
    what.program = find_program().value();
    what.arguments = {directory_.path() / "pgbouncer.ini"};
    what.working_directory = directory_.path();
    what.log = directory_.path() / "pgbouncer.log";
    what.run_as = server_account();  // it refuses to run as root
    what.death_signal = SIGKILL;
    running_.emplace(what);
    wait_until_it_accepts();
}

pgbouncer::~pgbouncer() {
    if (!running_->is_ours()) return;
    running_->signal(SIGTERM);  // at once, whoever is connected
    running_->ended_within(10s);
}

std::string pgbouncer::conninfo(std::string_view database) const {
    return to_string(
        {{"host", directory_.path().string()}, {"port", port}, {"dbname", std::string{database}}, {"user", "anyone"}});
}

// Whoever comes, the server sees the tests' own user.
void pgbouncer::write_settings(int server_connections, const std::vector<std::string>& more) const {
    std::ofstream file{directory_.path() / "pgbouncer.ini"};
    file << "[databases]\n* =";
    for (const auto& [keyword, value] : matview::testing::detail::shared_server())
        if (keyword == "host" || keyword == "port" || keyword == "user" || keyword == "password")
            file << ' ' << keyword << '=' << quoted(value);
    file << "\n[pgbouncer]\n"
         << "pool_mode = transaction\n"
         << "default_pool_size = " << server_connections << "\nlisten_addr =\nlisten_port = " << port
         << "\nunix_socket_dir = " << directory_.path().string() << "\nauth_type = any\n";
    for (const std::string& setting : more) file << setting << '\n';
    file.close();
    if (!file) throw std::runtime_error("pgbouncer.ini could not be written");
    std::filesystem::permissions(directory_.path() / "pgbouncer.ini", std::filesystem::perms{0644});
}

void pgbouncer::wait_until_it_accepts() {
    const std::string target = conninfo("postgres") + " connect_timeout=5";
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (std::chrono::steady_clock::now() < deadline && !running_->ended_within(10ms))
        if (PQping(target.c_str()) == PQPING_OK) return;
    throw std::runtime_error("pgbouncer does not accept connections:\n" +
                             content_of(directory_.path() / "pgbouncer.log"));
}

}  // namespace matview_test
