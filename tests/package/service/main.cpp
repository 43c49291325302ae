// A service that has never seen matview's sources: two models, a join, a refresh. It leaves nothing behind: its transaction is never committed.
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <string>

#include <fmt/format.h>
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
        static constexpr auto definition =
            "SELECT user_id, count(*) AS quizzes_played FROM quiz_quizresult GROUP BY user_id";
    };
};

void serve(const std::string& database) {
    matview::connection db(database);
    matview::transaction work(db);
    work.execute("CREATE SCHEMA service_of_the_test; SET LOCAL search_path = service_of_the_test");
    work.execute("CREATE TABLE auth_user (id bigint PRIMARY KEY, username text NOT NULL)");
    work.execute("CREATE TABLE quiz_quizresult (user_id bigint NOT NULL)");
    work.create<DailyLeaderboard>();
    work.execute("INSERT INTO auth_user VALUES (1, 'ada'), (2, 'grace')");
    work.execute("INSERT INTO quiz_quizresult VALUES (1), (2), (2)");
    work.refresh<DailyLeaderboard>();
    const auto top = matview::from<DailyLeaderboard>().select_related<&DailyLeaderboard::user>().order_by(
        matview::desc<&DailyLeaderboard::quizzes_played>);
    for (const auto& row : work.fetch(top)) fmt::print("{} {}\n", row.user->username, row.quizzes_played);
    try {
        work.execute("SELECT 1 / 0");
    } catch (const matview::error& failure) {  // across the library's boundary
        fmt::print("{}\n", failure.sqlstate());
    }
}

int main() {
    const char* const database = std::getenv("DATABASE_URL");
    try {
        serve(database ? database : "");
    } catch (const std::exception& failure) {
        fmt::print(stderr, "{}\n", failure.what());
        return 1;
    }
}
