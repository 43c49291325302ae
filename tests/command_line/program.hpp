// A program run as a shell does it: what it printed, and how it ended.
#pragma once

#include <string>
#include <vector>

namespace command_line {

struct finished {
    int status;  // the exit status, or 128 and the signal
    std::string out, err;
};

/// Through pipes, with nothing on its standard input. `words` begin with the program.
finished run(const std::vector<std::string>& words);

/// The program `matview` with --database and these words.
finished tool(const std::string& database, const std::vector<std::string>& words);

}  // namespace command_line
