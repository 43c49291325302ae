#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "child_process.hpp"
#include "server_directory.hpp"

namespace matview_test {

/// A pgbouncer of one's own in transaction mode, in front of the server that
/// matview::testing::database describes: its clients share a few server connections, and each
/// transaction takes whichever is free.
///
/// Construct it on the main thread: see child_process.
class pgbouncer {
public:
    /// Whether there is the program. https://www.pgbouncer.org/
    static bool installed();

    /// `server_connections` for each database. `settings` are more of its settings,
    /// each "name=value". Throws std::runtime_error that holds the end of its log.
    explicit pgbouncer(int server_connections, const std::vector<std::string>& settings = {});

    /// Ends it; its clients lose their connections.
    ~pgbouncer();

    pgbouncer(const pgbouncer&) = delete;
    pgbouncer& operator=(const pgbouncer&) = delete;

    /// Through it to a database of the server, as the user that the tests have there.
    std::string conninfo(std::string_view database) const;

private:
    void write_settings(int server_connections, const std::vector<std::string>& more) const;
    void wait_until_it_accepts();

    server_directory directory_;
    std::optional<child_process> running_;
};

}  // namespace matview_test
