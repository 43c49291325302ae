#include <matview/testing/private_server.hpp>

#include <libpq-fe.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <utility>

#include <matview/error.hpp>
#include "testing/account.hpp"
#include "testing/child_process.hpp"
#include "testing/conninfo.hpp"
#include "testing/server_binaries.hpp"
#include "testing/server_directory.hpp"

namespace matview::inline v0::testing {

using namespace detail;

namespace {

using namespace std::chrono_literals;

std::string tail_of(const std::filesystem::path& log) {
    constexpr std::size_t longest = 4000;
    std::ifstream file{log};
    std::string text{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    if (text.size() > longest) text.erase(0, text.size() - longest);
    return text.empty() ? "(nothing was logged)" : text;
}

// What is thrown away need not survive a crash; jit only slows down small queries.
const std::vector<std::string> our_settings{
    "listen_addresses=", "port=5432", "fsync=off",          "synchronous_commit=off",         "full_page_writes=off",
    "timezone=UTC",      "jit=off",   "max_connections=60", "log_line_prefix=%m [%p] %u@%d ",
};

// unix_socket_directories is a list of names in double quotes.
std::string quoted_name(const std::string& text) {
    std::string result{"\""};
    for (const char c : text) {
        if (c == '"') result += '"';
        result += c;
    }
    return result + '"';
}

}  // namespace

// What private_server holds: its directory, and the running program.
class private_server::process {
public:
    explicit process(const std::vector<std::string>& settings)
        : settings_{settings}, bindir_{find_server_binaries()}, account_{server_account()}, directory_{account_} {
        make_cluster();
        start();
        wait_until_it_accepts();
    }
    ~process() { stop(); }

    process(const process&) = delete;
    process& operator=(const process&) = delete;

    conninfo_keywords keywords(std::string_view database, std::string_view user) const;
    const std::filesystem::path& directory() const { return directory_.path(); }
    const std::filesystem::path& bindir() const { return bindir_; }
    pid_t pid() const { return server_->pid(); }
    void crash_and_restart();

private:
    command program(const std::string& name) const;
    void make_cluster() const;
    void start();
    void wait_until_it_accepts();
    void stop();

    std::vector<std::string> settings_;
    std::filesystem::path bindir_;
    std::optional<account> account_;
    server_directory directory_;
    std::optional<child_process> server_;
};

void private_server::process::crash_and_restart() {
    server_->signal(SIGQUIT);
    // It ends its own children within 5 s.
    if (!server_->ended_within(60s)) throw error("the server does not end at SIGQUIT");
    start();
    wait_until_it_accepts();
}

void private_server::process::stop() {
    // A fork of the test program also comes here when it ends by exit().
    if (!server_ || !server_->is_ours()) return;
    // Politely, then by SIGQUIT, at which the server still ends its own children; at
    // child_process's SIGKILL it cannot.
    for (const auto& [signal, patience] : {std::pair{SIGINT, 10s}, std::pair{SIGQUIT, 5s}}) {
        server_->signal(signal);
        if (server_->ended_within(patience)) return;
    }
}

conninfo_keywords private_server::process::keywords(std::string_view database, std::string_view user) const {
    // The port too: $PGPORT may name another.
    return {{"host", directory().string()},
            {"port", "5432"},
            {"dbname", std::string{database}},
            {"user", std::string{user}}};
}

command private_server::process::program(const std::string& name) const {
    command result;
    result.program = bindir_ / name;
    result.working_directory = directory();
    result.log = directory() / (name + ".log");
    result.run_as = account_;
    return result;
}

void private_server::process::make_cluster() const {
    command initdb = program("initdb");
    initdb.arguments = {"-A",       "trust", "--no-sync",         "-E", "UTF8", "--locale=C.UTF-8", "-U",
                        "postgres", "-D",    directory() / "data"};
    initdb.death_signal = SIGKILL;  // at SIGTERM it goes on with its step
    child_process running{initdb};
    const bool ended = running.ended_within(120s);
    if (ended && running.succeeded()) return;
    throw error(initdb.program.string() + " failed (" + (ended ? running.how_it_ended() : "not done within 120 s") +
                "):\n" + tail_of(initdb.log));
}

void private_server::process::start() {
    command postgres = program("postgres");
    postgres.arguments = {"-D", directory() / "data"};
    // Immediate shutdown: when nobody is left to wait, the quickest end is the best.
    postgres.death_signal = SIGQUIT;
    const auto add = [&](const std::string& setting) {
        if (setting.find('=') == std::string::npos) {
            throw std::invalid_argument("a server setting reads name=value, this one '" + setting + "'");
        }
        postgres.arguments.insert(postgres.arguments.end(), {"-c", setting});
    };
    for (const std::string& setting : our_settings) add(setting);
    add("unix_socket_directories=" + quoted_name(directory().string()));
    for (const std::string& setting : settings_) add(setting);
    server_.emplace(postgres);
}

void private_server::process::wait_until_it_accepts() {
    // 5 s for one answer, so that a server that hangs cannot hold us up for long.
    const std::string target = to_string(keywords("postgres", "postgres")) + " connect_timeout=5";
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    std::string what_happened = "does not accept connections after 30 s";
    while (std::chrono::steady_clock::now() < deadline) {
        if (PQping(target.c_str()) == PQPING_OK) return;
        if (server_->ended_within(10ms)) {
            what_happened = "ended at once with " + server_->how_it_ended();
            break;
        }
    }
    stop();
    // The directory goes with this exception, so the log has to go into it.
    throw error((bindir_ / "postgres").string() + " " + what_happened + ":\n" + tail_of(directory() / "postgres.log"));
}

private_server::private_server(const std::vector<std::string>& settings)
    : process_{std::make_unique<process>(settings)} {}
private_server::~private_server() = default;

std::string private_server::conninfo(std::string_view database, std::string_view user) const {
    return to_string(process_->keywords(database, user));
}
std::string private_server::uri(std::string_view database, std::string_view user) const {
    return to_uri(process_->keywords(database, user));
}
const std::filesystem::path& private_server::directory() const { return process_->directory(); }
const std::filesystem::path& private_server::bindir() const { return process_->bindir(); }
pid_t private_server::pid() const { return process_->pid(); }
void private_server::crash_and_restart() { process_->crash_and_restart(); }

}  // namespace matview::inline v0::testing
