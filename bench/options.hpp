// What the programs of the benchmarks take.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace matview_bench {

/// `--database URI`, `--rows N`, `--only TASK` (a part of its name) and `--medians FILE` as the command line gives them; they are taken out of
/// it.
struct options {
    options(int& argc, char** argv, std::int64_t usual_rows) : rows(usual_rows) {
        int kept = 1;
        for (int i = 1; i < argc; ++i) {
            const std::string_view name = argv[i];
            const bool ours = name == "--database" || name == "--rows" || name == "--only" || name == "--medians";
            if (ours && i + 1 == argc) throw std::runtime_error(std::string(name) + " needs a value");
            if (name == "--database")
                conninfo = argv[++i];
            else if (name == "--rows")
                rows = std::stoll(argv[++i]);
            else if (name == "--only")
                only = argv[++i];
            else if (name == "--medians")
                medians = argv[++i];
            else
                argv[kept++] = argv[i];
        }
        argc = kept;
    }

    std::string conninfo, only, medians;
    std::int64_t rows;
};

}  // namespace matview_bench
