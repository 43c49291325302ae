#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace matview::inline v0::testing::detail {

/// A system user that a child process is to run as.
struct account {
    std::string name;
    uid_t uid{};
    gid_t gid{};
    std::vector<gid_t> groups;
};

/// The user for the server's programs: `postgres`, else `nobody`, when the test
/// program runs as root (the server refuses to); nothing when it does not.
/// Throws matview::error when root finds neither user.
std::optional<account> server_account();

}  // namespace matview::inline v0::testing::detail
