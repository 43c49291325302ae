// A program run in a terminal of its own.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "program.hpp"

namespace command_line {

/// Standard output and error are one there, in `out`, with line ends as the terminal has them. `environment` holds NAME=VALUE beside this
/// program's own. While it runs, `meanwhile` is given what was printed so far, over and over.
finished in_terminal(const std::vector<std::string>& words, const std::vector<std::string>& environment = {},
                     const std::function<void(const std::string& so_far)>& meanwhile = {});

}  // namespace command_line
