#include "by_matview.hpp"

namespace matview_bench {

matview::query<reading> scan_query() { return matview::from<reading>().filter(matview::col<&reading::id> > 0); }

matview::query<daily_leaderboard> top_ten_query() {
    return matview::from<daily_leaderboard>()
        .select_related<&daily_leaderboard::user>()
        .order_by(matview::desc<&daily_leaderboard::quizzes_played>)
        .limit(10);
}

by_matview::by_matview(const std::string& conninfo) : connection_(conninfo) {}

}  // namespace matview_bench
