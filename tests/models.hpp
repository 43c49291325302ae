// The quiz platform's models, which most tests are about.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <matview/matview.hpp>

namespace quiz {

struct Team {
    std::int64_t id;
    std::string name;

    struct Meta {
        static constexpr auto relation = matview::table("team");
        using primary_key = matview::key<&Team::id>;
    };
};

struct User {
    std::int64_t id;
    std::string username;
    bool active;
    std::optional<matview::foreign_key<Team>> team;

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&User::id>;
    };
};

struct Leaderboard {
    matview::foreign_key<User> user;
    std::int64_t quizzes_played;
    std::optional<std::int32_t> best_score;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("leaderboard");
        using primary_key = matview::key<&Leaderboard::user>;
        static constexpr auto definition = R"sql(
            SELECT user_id, count(*) AS quizzes_played, max(score) AS best_score
            FROM quiz_quizresult
            GROUP BY user_id;)sql";
        using indexes =
            matview::indexes<matview::index_on<matview::desc<&Leaderboard::quizzes_played>, &Leaderboard::user>>;
    };
};

}  // namespace quiz
