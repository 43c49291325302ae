// Both sides on the same data.
#pragma once

#include <cstdint>

#include "by_hand.hpp"
#include "by_matview.hpp"
#include "database.hpp"

namespace matview_bench {

/// `--database URI` and `--rows N` as the command line gives them; they are taken out of it.
struct options {
    options(int& argc, char** argv, std::int64_t readings);

    std::string conninfo;
    std::int64_t readings;
};

/// A hundred users, here and there.
const std::vector<std::int64_t>& ids();

struct sides {
    /// Throws std::runtime_error where both sides do not read the same rows: then there is nothing to compare. What was read is warm
    /// afterwards, and so are the caches of both sides.
    explicit sides(const options& given);

    database data;
    by_hand hand;
    by_matview library;
};

}  // namespace matview_bench
