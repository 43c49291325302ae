// What both sides read: a table of many rows, and a small materialized view with the table it refers to.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <matview/matview.hpp>

namespace matview_bench {

struct reading {
    std::int64_t id;
    std::int64_t device;
    std::string label;
    double value;
    bool valid;
    std::chrono::sys_time<std::chrono::microseconds> at;
    std::optional<std::string> note;

    bool operator==(const reading&) const = default;

    struct Meta {
        static constexpr auto relation = matview::table("reading");
        using primary_key = matview::key<&reading::id>;
    };
};

/// The same without copies.
struct reading_view {
    std::int64_t id;
    std::int64_t device;
    std::string_view label;
    double value;
    bool valid;
    std::chrono::sys_time<std::chrono::microseconds> at;
    std::optional<std::string_view> note;

    struct Meta {
        static constexpr auto relation = matview::table("reading");
    };
};

struct user {
    std::int64_t id;
    std::string username;

    bool operator==(const user&) const = default;

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&user::id>;
    };
};

struct daily_leaderboard {
    matview::foreign_key<matview_bench::user> user;
    std::int64_t quizzes_played;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("daily_leaderboard");
        using primary_key = matview::key<&daily_leaderboard::user>;
    };
};

}  // namespace matview_bench
