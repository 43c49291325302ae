// How a relation is, as far as PostgreSQL knows.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "manage/catalog.hpp"

namespace matview::inline v0::managing {

struct relation_status {
    std::string kind;                  // "materialized view"
    std::optional<std::int64_t> rows;  // an estimate
    std::int64_t bytes;                // with indexes and TOAST
    bool populated;
    std::optional<std::string> unique_index;  // one that a concurrent refresh can use
    std::optional<std::int64_t> dead_rows;
    std::string owner;
    std::vector<std::string> refreshers;  // who may refresh beside the owner, by their rights on it
    bool user_may_refresh;
    /// The server's time, and its age in seconds.
    std::optional<std::chrono::sys_time<std::chrono::microseconds>> refreshed = {};
    std::optional<double> age = {};
    std::string refreshed_by = {};  // where that is known from

    /// A fifth of what is read is dead rows, and enough of them to be worth a VACUUM.
    bool is_bloated() const { return dead_rows && rows && *dead_rows >= 1000 && *dead_rows * 4 > *rows; }
};

relation_status read_status(catalog& from, const found_relation& of);

}  // namespace matview::inline v0::managing
