#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "account.hpp"
#include "child_process.hpp"
#include "server_directory.hpp"

namespace matview_test {

/// A PostgreSQL server of one's own: made from nothing, reached through a Unix
/// socket in a directory of its own, gone with this object or with this program,
/// however it ends. It trusts everyone who reaches the socket and keeps no promise
/// of durability: it is for tests.
///
/// Construct it on a thread that lives as long as the server is needed (the main
/// thread): see child_process. It takes about a second.
class private_server {
public:
    /// `settings` are more server settings, each "name=value"; they win over ours.
    /// Throws std::runtime_error that holds the end of the log of what failed, and
    /// std::system_error when a program could not be started at all.
    explicit private_server(const std::vector<std::string>& settings = {});

    /// Shuts the server down (fast; by force when it does not within 10 s) and
    /// removes its directory.
    ~private_server();

    private_server(const private_server&) = delete;
    private_server& operator=(const private_server&) = delete;

    std::string conninfo(std::string_view database, std::string_view user = "postgres") const;

    /// Holds the socket, `data`, `postgres.log` and `initdb.log`.
    const std::filesystem::path& directory() const { return directory_.path(); }

    /// Where the server's programs are (pg_dump, pgbench, …).
    const std::filesystem::path& bindir() const { return bindir_; }

    /// The server's main process, for tests that make it fail.
    pid_t pid() const { return server_->pid(); }

private:
    command program(const std::string& name) const;
    void make_cluster() const;
    void start(const std::vector<std::string>& settings);
    void wait_until_it_accepts();
    void stop();

    std::filesystem::path bindir_;
    std::optional<account> account_;
    server_directory directory_;
    std::optional<child_process> server_;
};

}  // namespace matview_test
