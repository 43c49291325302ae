#include <memory>

#include "by_hand.hpp"
#include "side.hpp"

namespace matview_bench {

std::vector<side> sides_by_hand(const place& at) {
    const auto on = std::make_shared<by_hand>(at);
    const auto note_ranked = [](digest* into, const std::vector<by_hand::ranked>& rows) {
        if (!into) return;
        for (const auto& row : rows)
            into->add(row.user_id, row.quizzes_played, row.user.value().id, row.user.value().username);
    };
    return {
        {.name = "libpq by hand, binary",
         .scan = [on](digest* into) { note(into, on->scan()); },
         .scan_above = [on](digest* into) { note(into, on->scan_above(0)); },
         .top_ten = [on, note_ranked](digest* into) { note_ranked(into, on->top_ten()); },
         .look_ups =
             [on](digest* into) {
                 std::vector<user> found;
                 found.reserve(keys().size());
                 for (const std::int64_t key : keys()) found.push_back(on->look_up(key));
                 note(into, found);
             }},
        {.name = "libpq by hand, = any($1)", .look_ups = [on](digest* into) { note(into, on->look_up_all(keys())); }}};
}

}  // namespace matview_bench
