// The two views, and the table their keys point to.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <matview/matview.hpp>

struct User {
    std::int64_t id;
    std::string username;

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&User::id>;
    };
};

/// What everybody has reached since the beginning.
struct UserLeaderboard {
    matview::foreign_key<User> user;  // column user_id
    std::int64_t points;
    std::int64_t quizzes;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("user_leaderboard");
        using primary_key = matview::key<&UserLeaderboard::user>;
        static constexpr auto definition = R"sql(
            SELECT user_id, sum(points) AS points, count(*) AS quizzes
            FROM quiz_quizresult
            GROUP BY user_id)sql";
        using indexes =
            matview::indexes<matview::index_on<matview::desc<&UserLeaderboard::points>, &UserLeaderboard::user>>;
    };
};

/// Who played how much yesterday. The view carries the day that this was when it was refreshed: a reader need not guess it from its own clock
/// and time zone.
struct DailyLeaderboard {
    std::chrono::year_month_day day;
    matview::foreign_key<User> user;
    std::int64_t quizzes_played;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("daily_leaderboard");
        using primary_key = matview::key<&DailyLeaderboard::user>;
        // current_date is that of the session which refreshes it: all connections of this program live in UTC.
        static constexpr auto definition = R"sql(
            SELECT current_date - 1 AS day, user_id, count(*) AS quizzes_played
            FROM quiz_quizresult
            WHERE created_at >= current_date - 1 AND created_at < current_date
            GROUP BY user_id)sql";
        using indexes = matview::indexes<matview::index_on<matview::desc<&DailyLeaderboard::quizzes_played>>>;
    };
};
