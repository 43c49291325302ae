// Refresh: what readers notice of a plain one, and of a concurrent one.
#include <fmt/format.h>

#include <chrono>

#include "01_daily_leaderboard/acts.hpp"
#include "01_daily_leaderboard/models.hpp"
#include "01_daily_leaderboard/readers.hpp"
#include "common/screen.hpp"

namespace {

// A plain refresh that waits for its lock makes every reader wait behind it, so services bound that wait.
const matview::refresh_options options{.lock_timeout = std::chrono::seconds(10)};

template <class Refresh> void watched(matview::session& db, readers& audience, Refresh run) {
    play_a_day(db);
    audience.start_watch();
    const matview::refresh_result done = run();
    const readers::seen seen = audience.end_watch();

    const auto leader = db.first(matview::from<UserLeaderboard>().order_by(matview::desc<&UserLeaderboard::points>));
    fmt::print("  {:<12} {:>8} {:>8} {:>8} {:>13} {:>17}\n", done.concurrently ? "concurrent" : "plain",
               demo::in_ms(done.waited), demo::in_ms(done.worked), demo::grouped(seen.reads),
               demo::in_ms(seen.longest_wait), demo::grouped(leader->quizzes));
}

}  // namespace

void refresh(matview::session& db, const demo::own_schema& home) {
    demo::heading("Refresh", "new results come in, and four readers go on reading");
    readers audience(home, 4);
    fmt::print("  {:<12} {:>8} {:>8} {:>8} {:>13} {:>17}\n", "refresh", "waited", "worked", "reads", "longest read",
               "leader's quizzes");
    watched(db, audience, [&] { return db.refresh<UserLeaderboard>(options); });
    watched(db, audience, [&] { return db.refresh_concurrently<UserLeaderboard>(options); });
}
