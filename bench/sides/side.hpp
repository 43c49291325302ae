// A side: one way to do what is measured.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "digest.hpp"
#include "place.hpp"

namespace matview_bench {

/// What it reads goes into the digest, where one is given, so that sides can be compared; none is while time is taken.
using task = std::function<void(digest*)>;

/// Empty where the side has no way to do it.
struct side {
    std::string name;
    task scan = {}, scan_above = {};      // all rows into a vector of structs, without and with a parameter
    task stream = {}, stream_above = {};  // row by row, over one struct
    task top_ten = {};
    task look_ups = {};  // of all keys
};

/// 100 of them, spread over all users.
const std::vector<std::int64_t>& keys();

template <class Rows> void note(digest* into, const Rows& rows) {
    if (!into) return;
    for (const auto& row : rows) into->add(row);
}

/// The compiler must not find out that nobody looks at it.
void keep(std::size_t value);

/// All sides that are here. The first of those that do a task is what the others are compared with.
std::vector<side> sides_at(const place& at);

std::vector<side> sides_by_hand(const place& at);
side side_by_hand_text(const place& at);
side side_by_hand_single_row(const place& at);
side side_by_hand_copy(const place& at);
side side_by_hand_pipeline(const place& at);
side side_by_libpqxx(const place& at);
side side_by_soci(const place& at);
std::vector<side> sides_by_matview(const place& at);

}  // namespace matview_bench
