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

std::size_t by_matview::stream() {
    std::size_t letters = 0;
    for (const reading& row : connection_.stream(all_)) letters += row.label.size();
    return letters;
}

std::size_t by_matview::stream_views() {
    std::size_t letters = 0;
    for (const reading_view& row : connection_.stream(views_)) letters += row.label.size();
    return letters;
}

std::vector<user> by_matview::look_ups(const std::vector<std::int64_t>& ids) {
    std::vector<user> found;
    found.reserve(ids.size());
    for (const std::int64_t id : ids) found.push_back(connection_.get<user>(id));
    return found;
}

std::vector<user> by_matview::pipelined(const std::vector<std::int64_t>& ids) {
    matview::pipeline all = connection_.pipeline();
    std::vector<matview::pending<user>> to_come;
    to_come.reserve(ids.size());
    for (const std::int64_t id : ids) to_come.push_back(all.get<user>(id));
    all.run();
    std::vector<user> found;
    found.reserve(ids.size());
    for (matview::pending<user>& one : to_come) found.push_back(one.get());
    return found;
}

}  // namespace matview_bench
