// What every example's main does.
#pragma once

#include <functional>
#include <string>

namespace demo {

/// Reads the command line and calls `body` with the database to use; empty means the PG* environment. What body throws is shown.
/// Returns main's exit status: 0, 1 after a failure, 2 for a wrong command line.
int run(int argc, char** argv, const std::string& about, const std::function<void(const std::string& database)>& body);

}  // namespace demo
