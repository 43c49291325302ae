// What a command tells the shell, cron or systemd.
#pragma once

#include <exception>

namespace matview::inline v0::managing {

/// In the order of their weight: of several views the gravest is told. docs/command_line.md holds the table.
enum class exit_status {
    done = 0,
    failed = 1,   ///< also where verify or lint have found something
    usage = 2,    ///< a wrong command line; nothing was tried
    skipped = 3,  ///< another process refreshes the view, or it is young enough
    lock_not_had = 4,
    no_right = 5,
    no_connection = 6
};

/// Of two views of one command.
exit_status graver(exit_status a, exit_status b);
/// What a failure means.
exit_status status_of(const std::exception& failure);

}  // namespace matview::inline v0::managing
