// A service with its own manage command: tables of others, views of its own, and one struct that does not fit.
#include <cstdint>
#include <optional>
#include <string>

#include <matview/manage.hpp>
#include <matview/matview.hpp>

namespace quiz {

struct User {
    std::int64_t id;
    std::string username;

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&User::id>;
    };
};

struct DailyLeaderboard {
    matview::foreign_key<User> user;
    std::int64_t quizzes_played;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("daily_leaderboard");
        using primary_key = matview::key<&DailyLeaderboard::user>;
        static constexpr auto definition =
            "SELECT user_id, count(*) AS quizzes_played FROM quiz_quizresult GROUP BY user_id;";
        using indexes = matview::indexes<matview::index_on<matview::desc<&DailyLeaderboard::quizzes_played>>>;
    };
};

struct TopTen {
    std::int64_t user_id;
    std::int64_t quizzes_played;

    struct Meta {
        static constexpr auto relation = matview::view("top_ten");
        static constexpr auto definition = "SELECT * FROM daily_leaderboard ORDER BY quizzes_played DESC LIMIT 10";
    };
};

struct Outdated {
    std::int64_t user_id;
    std::string nickname;

    struct Meta {
        static constexpr auto relation = matview::view("top_ten");
    };
};

}  // namespace quiz

int main(int argc, char** argv) {
    return matview::manage<quiz::User, quiz::DailyLeaderboard, quiz::TopTen, quiz::Outdated>(argc, argv);
}
