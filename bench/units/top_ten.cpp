// Two models and the top-ten query: bench/compile_time compares it with bare_includes.cpp.
#include <matview/matview.hpp>

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
    };
};

std::size_t top_ten(matview::session& db) {
    const auto top10 = matview::from<DailyLeaderboard>()
                           .select_related<&DailyLeaderboard::user>()
                           .order_by(matview::desc<&DailyLeaderboard::quizzes_played>)
                           .limit(10);
    std::size_t letters = 0;
    for (const auto& row : db.fetch(top10)) letters += row.user->username.size();
    return letters;
}
