#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "raw_connection.hpp"
#include "test_role.hpp"

namespace matview_test {

/// A fresh and empty database `matview_test_<pid>_<n>` (UTF8) for one test case,
/// on the server that test_server.hpp describes. Threads may make them at once,
/// after the first was made on the main thread.
class test_database {
public:
    /// Throws server_error, or std::runtime_error when there is no server.
    test_database();

    /// Drops the database; who is still connected to it loses the connection.
    ~test_database();

    test_database(const test_database&) = delete;
    test_database& operator=(const test_database&) = delete;

    const std::string& name() const { return name_; }

    /// To this database, as the user who owns it.
    std::string conninfo() const;

    /// As another user; all else the same, a password included.
    std::string conninfo(std::string_view user) const;

    /// As a test role, with the password it needs.
    std::string conninfo(const test_role& role) const;

    /// To the server's own database (`postgres` on the private server): change
    /// nothing there that you do not change back.
    static std::string server_conninfo();

private:
    pid_t maker_;
    std::string name_;
};

}  // namespace matview_test
