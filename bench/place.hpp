// Where the sides read, and how much.
#pragma once

#include <cstdint>
#include <string>

namespace matview_bench {

struct place {
    std::string conninfo;
    std::int64_t rows;  // of a scan or a stream
};

/// The columns of a reading, in the order of its fields.
inline constexpr const char* reading_columns = "id, device, label, value, valid, at, note";

/// As every side reads them; LIMIT is in the text, so that the query has no parameter.
inline std::string scan_sql(const place& at) {
    return std::string("SELECT ") + reading_columns + " FROM reading LIMIT " + std::to_string(at.rows);
}
/// `id > $1`, which holds for all of them.
inline std::string scan_above_sql(const place& at) {
    return std::string("SELECT ") + reading_columns + " FROM reading WHERE id > $1 LIMIT " + std::to_string(at.rows);
}
inline constexpr const char* top_ten_sql =
    "SELECT t0.user_id, t0.quizzes_played, t1.id, t1.username FROM daily_leaderboard AS t0 "
    "LEFT JOIN auth_user AS t1 ON t1.id = t0.user_id ORDER BY t0.quizzes_played DESC LIMIT 10";
inline constexpr const char* look_up_sql = "SELECT id, username FROM auth_user WHERE id = $1";

}  // namespace matview_bench
