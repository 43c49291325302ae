#include "testing/server_directory.hpp"

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

namespace matview::inline v0::testing::detail {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view own_prefix = "matview-test-";
constexpr std::string_view socket_name = "/.s.PGSQL.5432";
constexpr std::size_t longest_socket_path = 100;  // sockaddr_un has room for 107

// Whether `user` may walk through every directory on the way.
bool reachable_by(const account& user, const fs::path& directory) {
    for (fs::path part = directory;; part = part.parent_path()) {
        struct stat status {};
        if (stat(part.c_str(), &status) != 0) return false;
        const bool open = status.st_uid == user.uid   ? (status.st_mode & S_IXUSR) != 0
                          : status.st_gid == user.gid ? (status.st_mode & S_IXGRP) != 0
                                                      : (status.st_mode & S_IXOTH) != 0;
        if (!open) return false;
        if (part == part.root_path()) return true;
    }
}

bool can_hold_a_server(const fs::path& base, const std::optional<account>& owner) {
    // A comma would part libpq's list of hosts.
    if (base.empty() || base.native().find(',') != std::string::npos) return false;
    const std::size_t name_length = own_prefix.size() + std::to_string(getpid()).size() + 7;
    const std::size_t length = base.native().size() + 1 + name_length + socket_name.size();
    if (length > longest_socket_path) return false;
    return access(base.c_str(), W_OK | X_OK) == 0 && (!owner || reachable_by(*owner, base));
}

fs::path temporary_base(const std::optional<account>& owner) {
    const char* variable = std::getenv("TMPDIR");
    if (variable == nullptr || *variable == '\0') return "/tmp";
    std::error_code error;
    fs::path base = fs::canonical(variable, error);
    return !error && can_hold_a_server(base, owner) ? base : fs::path{"/tmp"};
}

// The <pid> of `matview-test-<pid>-XXXXXX`, or 0 for any other name.
pid_t maker_of(std::string_view name) {
    if (!name.starts_with(own_prefix)) return 0;
    name.remove_prefix(own_prefix.size());
    pid_t pid = 0;
    const char* end = name.data() + name.size();
    const auto parsed = std::from_chars(name.data(), end, pid);
    const bool whole = parsed.ec == std::errc{} && end - parsed.ptr == 7 && *parsed.ptr == '-';
    return whole && pid > 0 ? pid : 0;
}

bool is_alive(pid_t pid) { return kill(pid, 0) == 0 || errno != ESRCH; }

bool try_lock(const file_descriptor& directory) {
    return directory.get() >= 0 && flock(directory.get(), LOCK_EX | LOCK_NB) == 0;
}

void sweep(const fs::path& base, uid_t owner) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(base, error)) {
        const fs::path& path = entry.path();
        const pid_t maker = maker_of(path.filename().native());
        if (maker == 0 || is_alive(maker)) continue;
        struct stat status {};
        if (lstat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) continue;
        if (status.st_uid != owner) continue;
        // A container that shares this /tmp counts its processes by itself: there the
        // pid can be alive, but the lock of the living is held everywhere.
        const file_descriptor directory{open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
        if (!try_lock(directory)) continue;
        fs::remove_all(path, error);  // a failure is left to the next run
    }
}

}  // namespace

server_directory::server_directory(const std::optional<account>& owner) : maker_{getpid()} {
    const fs::path base = temporary_base(owner);
    const uid_t uid = owner ? owner->uid : geteuid();
    sweep(base, uid);
    if (base != "/tmp") sweep("/tmp", uid);

    std::string name = base / (std::string{own_prefix} + std::to_string(maker_) + "-XXXXXX");
    if (mkdtemp(name.data()) == nullptr) {  // mode 0700
        throw std::system_error(errno, std::generic_category(), name);
    }
    path_ = name;
    lock_ = file_descriptor{open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    const bool locked = try_lock(lock_);
    const bool owned = !owner || chown(path_.c_str(), owner->uid, owner->gid) == 0;
    if (!locked || !owned) {
        const int error = errno;
        rmdir(path_.c_str());
        throw std::system_error(error, std::generic_category(), name);
    }
}

server_directory::~server_directory() {
    if (getpid() != maker_) return;
    std::error_code ignored;  // the next run sweeps what is left
    fs::remove_all(path_, ignored);
}

}  // namespace matview::inline v0::testing::detail
