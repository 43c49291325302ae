#include <fmt/format.h>

#include "01_daily_leaderboard/acts.hpp"
#include "common/screen.hpp"

namespace {

// Unlogged: nothing here has to survive a crash.
constexpr auto tables = R"sql(
    CREATE UNLOGGED TABLE auth_user (
        id       bigint PRIMARY KEY,
        username text NOT NULL);
    CREATE UNLOGGED TABLE quiz_quizresult (
        user_id    bigint NOT NULL,
        points     integer NOT NULL,
        created_at timestamptz NOT NULL))sql";

constexpr auto people = R"sql(
    INSERT INTO auth_user
    SELECT 1 + n, names[1 + n % cardinality(names)] || 1 + n / cardinality(names)
    FROM generate_series(0, 49999) AS n,
         (VALUES (ARRAY['ada', 'alan', 'barbara', 'claude', 'dennis', 'donald', 'edsger', 'emmy', 'frances', 'grace',
                        'hedy', 'john', 'katherine', 'ken', 'lynn', 'margaret', 'niklaus', 'radia', 'robin', 'tony'])) AS a (names))sql";

// Every day has 20,000 results, so `slot` counts from 0 to 19,999. Its square makes the skew: rank 0 plays 90 times a day, rank 1
// 37 times, and most of the 50,000 not at all. The first thousand ranks are the same people every day; the rest take turns. So all
// days have the same top ten, whichever of them is yesterday.
//
// Multiplying by a number without common factors shuffles without chance: ranks over user ids, slots over the day's 86,400 seconds.
//
// The last day is today, and all of it: when the clock strikes midnight, there is a full yesterday still.
constexpr auto results = R"sql(
    INSERT INTO quiz_quizresult
    SELECT 1 + player * 7919 % 50000,
           20 + player * 31 % 61 + (player + slot) * 7 % 20,   -- some are better than others, and all have good days
           current_date - 99 + day + slot * 7877 % 20000 * interval '4.32 seconds'
    FROM generate_series(0, 99) AS day,
         generate_series(0, 19999) AS slot,
         LATERAL (SELECT slot * slot / 8000 AS rank) AS skewed,
         LATERAL (SELECT CASE WHEN rank < 1000 THEN rank ELSE 1000 + (rank + day * 337) % 49000 END AS player) AS turns)sql";

constexpr auto indexes = R"sql(
    CREATE INDEX ON quiz_quizresult (created_at);
    ANALYZE auth_user;
    ANALYZE quiz_quizresult)sql";

}  // namespace

void make_data(matview::session& db) {
    for (const char* step : {tables, people, results, indexes}) db.execute(step);
    fmt::print("{} people, {} results\n", demo::grouped(50000), demo::grouped(2000000));
}

void play_a_day(matview::session& db) {
    db.execute(R"sql(
        INSERT INTO quiz_quizresult
        SELECT user_id, points, now()
        FROM quiz_quizresult
        WHERE created_at >= current_date - 50 AND created_at < current_date - 49)sql");
}
