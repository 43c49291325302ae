#include "by_matview.hpp"

namespace matview_bench {

matview::query<reading> scan_query(const place& at) { return matview::from<reading>().limit(at.rows); }

matview::query<reading> scan_above_query(const place& at) {
    return matview::from<reading>().filter(matview::col<&reading::id> > 0).limit(at.rows);
}

matview::query<daily_leaderboard> top_ten_query() {
    return matview::from<daily_leaderboard>()
        .select_related<&daily_leaderboard::user>()
        .order_by(matview::desc<&daily_leaderboard::quizzes_played>)
        .limit(10);
}

by_matview::by_matview(const place& at)
    : connection_(at.conninfo), scan_(scan_query(at)), scan_above_(scan_above_query(at)) {}

}  // namespace matview_bench
