#include "testing/account.hpp"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <cstddef>

#include <matview/error.hpp>

namespace matview::inline v0::testing::detail {

namespace {

// Looked up before the fork: the child may only make async-signal-safe calls,
// and initgroups() reads files and allocates.
std::vector<gid_t> groups_of(const std::string& user, gid_t primary) {
    int count = 32;
    std::vector<gid_t> groups(static_cast<std::size_t>(count));
    if (getgrouplist(user.c_str(), primary, groups.data(), &count) < 0) {
        groups.resize(static_cast<std::size_t>(count));
        if (getgrouplist(user.c_str(), primary, groups.data(), &count) < 0) return {primary};
    }
    groups.resize(static_cast<std::size_t>(count));
    return groups;
}

}  // namespace

std::optional<account> server_account() {
    if (geteuid() != 0) return std::nullopt;
    for (const char* name : {"postgres", "nobody"}) {
        const passwd* entry = getpwnam(name);
        if (entry == nullptr || entry->pw_uid == 0) continue;
        const uid_t uid = entry->pw_uid;
        const gid_t gid = entry->pw_gid;
        return account{name, uid, gid, groups_of(name, gid)};
    }
    throw error(
        "PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody' to run it "
        "as: create one of them, or run the tests as an ordinary user");
}

}  // namespace matview::inline v0::testing::detail
