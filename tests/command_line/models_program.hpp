// What `matview inspect` prints, made into a program that verifies it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "program.hpp"

namespace command_line {

/// What was printed for one database.
struct printed_models {
    std::string header;
    std::vector<std::string> structs;
    std::string json;
};

/// Of `inspect WORD… --json`. Fails the test where it does not succeed.
printed_models inspected(const std::string& database, const std::vector<std::string>& words);

/// Compiles a program with all warnings as errors. `program N DATABASE` prints what the database lacks of the structs of all[N], and its exit
/// status is 1 then. Several are put into namespaces of their own.
finished compile_models(const std::vector<printed_models>& all, const std::filesystem::path& program);

}  // namespace command_line
