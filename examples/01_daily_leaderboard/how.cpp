// How: the view comes from the struct, the names through the relation.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "01_daily_leaderboard/acts.hpp"
#include "01_daily_leaderboard/models.hpp"
#include "common/screen.hpp"

void how(matview::session& db) {
    demo::heading("How", "daily_leaderboard, created from the struct that reads it");
    db.create<DailyLeaderboard>();
    for (const auto& index : db.query<std::string>(
             "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema AND tablename = 'daily_leaderboard' "
             "ORDER BY indexname"))
        fmt::print("  index {}\n", index);

    const auto top10 =
        matview::from<DailyLeaderboard>()
            .select_related<&DailyLeaderboard::user>()
            .order_by(matview::desc<&DailyLeaderboard::quizzes_played>, matview::asc<&DailyLeaderboard::user>)
            .limit(10);
    fmt::print("  {:<16} {:>10} {:>10}\n", "player", "day", "quizzes");
    for (const auto& row : db.fetch(top10))
        fmt::print("  {:<16} {:%F} {:>10}\n", row.user->username, std::chrono::sys_days(row.day), row.quizzes_played);
}
