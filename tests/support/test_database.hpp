#pragma once

#include <string>
#include <string_view>

#include <matview/testing/database.hpp>

#include "raw_connection.hpp"
#include "test_role.hpp"

namespace matview_test {

/// A fresh and empty database for one test case, as matview::testing::database has it, that other users than its owner connect to.
class test_database {
public:
    test_database() = default;
    ~test_database();

    const std::string& name() const { return database_.name(); }

    /// To this database, as the user who owns it.
    std::string conninfo() const { return database_.conninfo(); }

    /// As another user; all else the same, a password included.
    std::string conninfo(std::string_view user) const;

    /// As a test role, with the password it needs.
    std::string conninfo(const test_role& role) const;

    /// To the server's own database (`postgres` on the private server): change
    /// nothing there that you do not change back.
    static std::string server_conninfo();

private:
    matview::testing::database database_;
};

}  // namespace matview_test
