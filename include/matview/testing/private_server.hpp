// private_server: a PostgreSQL server for one test run. Linux only.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <matview/export.hpp>

namespace matview::inline v0::testing {

/// A PostgreSQL server of one's own: made from nothing, reached through a Unix socket in a directory of its own, gone with this object or with
/// this program, however it ends. It trusts everyone who reaches the socket, keeps no promise of durability, and speaks UTF-8 in the locale
/// C.UTF-8: it is for tests. As root it runs as `postgres` or `nobody`, since the server refuses to run as root.
///
/// The server's programs are looked for in $MATVIEW_TEST_PG_BINDIR (which must have them when it is set), then where `pg_config --bindir` says,
/// then in the newest /usr/lib/postgresql/*/bin, then on the PATH.
///
/// Make it on a thread that lives for as long as the server is needed, which is the main thread as a rule: the kernel ends it with the thread
/// that started it. It takes about a second. Its const members may be called by any thread.
class MATVIEW_EXPORT private_server {
public:
    /// `settings` are server settings, each "name=value"; https://www.postgresql.org/docs/current/runtime-config.html
    /// Throws matview::error, which holds the end of the log of what failed; std::system_error where a program could not be started at all; and
    /// std::invalid_argument for what is not a setting.
    explicit private_server(const std::vector<std::string>& settings = {});

    /// Shuts the server down (fast; by force when it does not within 10 s) and removes its directory.
    ~private_server();

    private_server(const private_server&) = delete;
    private_server& operator=(const private_server&) = delete;

    /// A connection string; `postgres` is a database and a superuser that every server has.
    std::string conninfo(std::string_view database = "postgres", std::string_view user = "postgres") const;
    /// The same as a URI, for programs that take nothing else.
    std::string uri(std::string_view database = "postgres", std::string_view user = "postgres") const;

    /// Holds the socket, `data`, `postgres.log` and `initdb.log`.
    const std::filesystem::path& directory() const;
    /// Where the server's programs are (pg_dump, pgbench, …).
    const std::filesystem::path& bindir() const;
    /// The server's main process, for tests that make it fail. Another one after a restart.
    pid_t pid() const;

    /// Ends the server as `pg_ctl stop -m immediate` does, so that all sessions are lost and the next start recovers, and starts it again with
    /// the same settings: what a service must survive. Commits of the last second may be gone where synchronous_commit is off, as it is here
    /// unless set. To be called by the thread that made it. Throws as the constructor does.
    void crash_and_restart();

private:
    class process;
    std::unique_ptr<process> process_;
};

}  // namespace matview::inline v0::testing
