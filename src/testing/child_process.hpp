#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "testing/account.hpp"

namespace matview::inline v0::testing::detail {

/// What to run, and how.
struct command {
    std::filesystem::path program;            ///< absolute
    std::vector<std::string> arguments;       ///< without the program's name
    std::filesystem::path working_directory;  ///< entered after the change of user
    std::filesystem::path log;                ///< takes standard output and standard error
    std::optional<account> run_as;            ///< needs root
    int death_signal{};                       ///< sent to the child when its parent dies
};

/// A child process that does not outlive this program, not even when this
/// program dies by SIGKILL. Linux only.
///
/// The kernel ties it to the **thread** that constructs it: when that thread
/// ends, the child gets the death signal too. The child sits in a process group
/// of its own, has no PG* variables and LC_ALL=C in its environment, and
/// /dev/null as its standard input.
class child_process {
public:
    /// Throws std::system_error when the program could not be started.
    explicit child_process(const command& what);

    /// Kills the child if it still runs (never from a fork of this program).
    ~child_process();

    child_process(const child_process&) = delete;
    child_process& operator=(const child_process&) = delete;

    pid_t pid() const { return pid_; }

    /// Whether the process that asks is the one that started the child.
    bool is_ours() const;

    /// Waits up to `limit`; true when the child has ended.
    bool ended_within(std::chrono::milliseconds limit);

    /// "exit code 1", "signal 9"; only after ended_within() said true.
    std::string how_it_ended() const;

    /// Only after ended_within() said true.
    bool succeeded() const { return status_ == 0; }

    /// Sends a signal, unless the child is known to have ended.
    void signal(int number) const;

private:
    pid_t parent_;
    pid_t pid_{-1};
    bool ended_{false};
    int status_{};
};

}  // namespace matview::inline v0::testing::detail
