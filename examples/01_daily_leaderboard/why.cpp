// Why: the same question, asked of the live tables and of a materialized view.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <vector>

#include "01_daily_leaderboard/acts.hpp"
#include "01_daily_leaderboard/models.hpp"
#include "common/screen.hpp"

namespace {

/// A line of the top ten, wherever it came from.
struct standing {
    std::int64_t user_id;
    std::string username;
    std::int64_t points;
    std::int64_t quizzes;

    bool operator==(const standing&) const = default;
};

struct answer {
    std::vector<standing> rows;
    std::chrono::nanoseconds median;
};

template <class Ask> answer timed(Ask ask) {
    constexpr std::size_t runs = 5;
    std::vector<std::chrono::nanoseconds> times;
    answer given;
    for (std::size_t run = 0; run < runs; ++run) {
        const auto start = std::chrono::steady_clock::now();
        given.rows = ask();
        times.push_back(std::chrono::steady_clock::now() - start);
    }
    std::sort(times.begin(), times.end());
    given.median = times[runs / 2];
    return given;
}

// As good as it gets without a view: summed first, and only ten rows joined.
std::vector<standing> ask_tables(matview::session& db) {
    return db.query<standing>(R"sql(
        SELECT user_id, username, points, quizzes
        FROM (SELECT user_id, sum(points) AS points, count(*) AS quizzes
              FROM quiz_quizresult
              GROUP BY user_id
              ORDER BY points DESC, user_id
              LIMIT 10) AS top
        JOIN auth_user ON auth_user.id = user_id
        ORDER BY points DESC, user_id)sql");
}

std::vector<standing> ask_view(matview::session& db) {
    const auto top10 = matview::from<UserLeaderboard>()
                           .select_related<&UserLeaderboard::user>()
                           .order_by(matview::desc<&UserLeaderboard::points>, matview::asc<&UserLeaderboard::user>)
                           .limit(10);
    std::vector<standing> rows;
    for (const auto& row : db.fetch(top10))
        rows.push_back({row.user.key(), row.user->username, row.points, row.quizzes});
    return rows;
}

}  // namespace

void why(matview::session& db) {
    demo::heading("Why", "the all-time top ten, from the live tables and from a materialized view");
    db.create<UserLeaderboard>();

    const answer live = timed([&] { return ask_tables(db); });
    const answer view = timed([&] { return ask_view(db); });
    if (live.rows != view.rows) throw std::runtime_error("the live tables and user_leaderboard give different rows");

    fmt::print("  {:<16} {:>10} {:>10}\n", "player", "points", "quizzes");
    for (const standing& row : view.rows)
        fmt::print("  {:<16} {:>10} {:>10}\n", row.username, demo::grouped(row.points), demo::grouped(row.quizzes));
    fmt::print("  live tables {}, user_leaderboard {}: {} times as fast, the same {} rows (medians of five)\n",
               demo::in_ms(live.median), demo::in_ms(view.median), demo::grouped(live.median / view.median),
               view.rows.size());
}
