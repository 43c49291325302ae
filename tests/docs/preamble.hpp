// What the fragments in docs/ may use without saying so.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include DOCS_MODELS  // the first block of docs/models.md: User, DailyLeaderboard and their like
#include <matview/fmt.hpp>
#include <matview/testing.hpp>

using matview::asc, matview::col, matview::desc, matview::from;
using namespace std::chrono_literals;
