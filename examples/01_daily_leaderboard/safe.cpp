// Safe: a struct that does not fit its view is told so before the first row.
#include <fmt/format.h>

#include <stdexcept>

#include "01_daily_leaderboard/acts.hpp"
#include "01_daily_leaderboard/models.hpp"
#include "common/screen.hpp"

namespace {

struct Planted {
    std::string user_id;          // a bigint
    std::int32_t quizzes_played;  // what count(*) gives is a bigint
    std::int64_t streak;          // no such column

    struct Meta {
        static constexpr auto relation = matview::view("daily_leaderboard");  // a materialized one
    };
};

}  // namespace

void safe(matview::session& db) {
    demo::heading("Safe", "a struct with four mistakes, and the one that fits");
    const matview::verification found = db.verify<Planted>();
    for (const matview::problem& mistake : found)
        fmt::print("  - {}\n    mend: {}\n", mistake.description, mistake.mend);
    if (found.size() != 4) throw std::runtime_error(fmt::format("verify lists {} of four mistakes", found.size()));

    const matview::verification right = db.verify<DailyLeaderboard>(matview::purpose::refresh_concurrently);
    if (!right) throw std::runtime_error(to_string(right));
    fmt::print("  DailyLeaderboard: no problem\n");
}
