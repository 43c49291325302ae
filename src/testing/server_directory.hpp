#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>

#include "testing/account.hpp"
#include "testing/file_descriptor.hpp"

namespace matview::inline v0::testing::detail {

/// A new directory `matview-test-<pid>-XXXXXX` under $TMPDIR, or under /tmp when
/// $TMPDIR cannot hold a server's socket, with mode 0700 and owned by `owner`.
///
/// The name and a lock say which run it belongs to: before it makes its own, the
/// constructor removes the directories of runs that died without cleaning up.
class server_directory {
public:
    /// Throws std::system_error.
    explicit server_directory(const std::optional<account>& owner);

    /// Removes the directory with all in it (never from a fork of this program).
    ~server_directory();

    server_directory(const server_directory&) = delete;
    server_directory& operator=(const server_directory&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    pid_t maker_;
    std::filesystem::path path_;
    file_descriptor lock_;
};

}  // namespace matview::inline v0::testing::detail
