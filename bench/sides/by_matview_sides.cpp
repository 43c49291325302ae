#include <matview/db/pipeline.hpp>

#include <memory>

#include "by_matview.hpp"
#include "side.hpp"

namespace matview_bench {
namespace {

void note_ranked(digest* into, const std::vector<daily_leaderboard>& rows) {
    if (!into) return;
    for (const auto& row : rows) into->add(row.user.key(), row.quizzes_played, row.user->id, row.user->username);
}

template <class Row> void stream(matview::connection& db, const matview::query<Row>& rows, digest* into) {
    std::size_t letters = 0;
    for (const Row& row : db.stream(rows)) {
        letters += row.label.size();
        if (into) into->add(row);
    }
    keep(letters);
}

std::vector<user> one_by_one(matview::session& db) {
    std::vector<user> found;
    found.reserve(keys().size());
    for (const std::int64_t key : keys()) found.push_back(db.get<user>(key));
    return found;
}

std::vector<user> in_a_pipeline(matview::connection& db) {
    matview::pipeline all = db.pipeline();
    std::vector<matview::pending<user>> to_come;
    to_come.reserve(keys().size());
    for (const std::int64_t key : keys()) to_come.push_back(all.get<user>(key));
    all.run();
    std::vector<user> found;
    found.reserve(keys().size());
    for (matview::pending<user>& one : to_come) found.push_back(one.get());
    return found;
}

}  // namespace

std::vector<side> sides_by_matview(const place& at) {
    const auto on = std::make_shared<by_matview>(at);
    return {
        {.name = "matview",
         .scan = [on](digest* into) { note(into, on->scan()); },
         .scan_above = [on](digest* into) { note(into, on->scan_above()); },
         .stream = [on](digest* into) { stream(on->connection(), on->scanned(), into); },
         .stream_above = [on](digest* into) { stream(on->connection(), on->scanned_above(), into); },
         .top_ten = [on](digest* into) { note_ranked(into, on->top_ten()); },
         .look_ups = [on](digest* into) { note(into, one_by_one(on->connection())); }},
        {.name = "matview, views of strings",
         .stream = [on, all = matview::from<reading_view>().limit(at.rows)](
                       digest* into) { stream(on->connection(), all, into); }},
        {.name = "matview, query built anew",
         .top_ten = [on](digest* into) { note_ranked(into, on->top_ten_built_anew()); }},
        {.name = "matview, get_many",
         .look_ups = [on](digest* into) { note(into, on->connection().get_many<user>(keys())); }},
        {.name = "matview, pipeline", .look_ups = [on](digest* into) { note(into, in_a_pipeline(on->connection())); }}};
}

}  // namespace matview_bench
