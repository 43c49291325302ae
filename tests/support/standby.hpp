#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "account.hpp"
#include "child_process.hpp"
#include "private_server.hpp"
#include "server_directory.hpp"

namespace matview_test {

/// A hot standby of a private server: follows it by streaming, and takes reads only. It has to go before its primary does.
class standby {
public:
    /// Whether the primary's installation has what makes one.
    static bool can_be_made(const private_server& primary) {
        return std::filesystem::exists(primary.bindir() / "pg_basebackup");
    }

    /// Takes a base backup and starts. Throws std::runtime_error with the end of the log of what failed.
    explicit standby(const private_server& primary, const std::vector<std::string>& settings = {});
    ~standby();

    standby(const standby&) = delete;
    standby& operator=(const standby&) = delete;

    std::string conninfo() const {
        return "host=" + directory_.path().string() + " port=5432 user=postgres dbname=postgres";
    }

    /// Until it has replayed all that the primary has written so far.
    void wait_until_it_follows() const;

private:
    command program(const std::string& name) const;

    const private_server& primary_;
    std::optional<account> account_;
    server_directory directory_;
    std::optional<child_process> server_;
};

}  // namespace matview_test
