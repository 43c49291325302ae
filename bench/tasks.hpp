// What is measured, over one way to the server: each task as a Google Benchmark `task/side` for each side that can do it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "place.hpp"

namespace matview_bench {

/// A task and how many turns its sides take. In a turn each side comes once, in any order: what else the machine does falls on all alike.
struct task_turns {
    std::string name;
    int turns;
    std::function<void()> before_turn = nullptr;
};

/// `way` is said behind the names of the tasks. Every side does each of its tasks once, so that caches are warm; throws std::runtime_error where
/// one does not read what the first one reads.
std::vector<task_turns> add_tasks(const place& at, const std::string& way);

/// 4 threads on connections of their own against 8 threads on a pool of 4.
std::vector<task_turns> add_pool(const place& at, const std::string& way);

}  // namespace matview_bench
