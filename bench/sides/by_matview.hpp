// The same by the library.
#pragma once

#include <vector>

#include "models.hpp"
#include "place.hpp"

namespace matview_bench {

matview::query<reading> scan_query(const place& at);
matview::query<reading> scan_above_query(const place& at);
matview::query<daily_leaderboard> top_ten_query();

class by_matview {
public:
    explicit by_matview(const place& at);

    std::vector<reading> scan() { return connection_.fetch(scan_); }
    std::vector<reading> scan_above() { return connection_.fetch(scan_above_); }
    std::vector<daily_leaderboard> top_ten() { return connection_.fetch(top_ten_); }
    std::vector<daily_leaderboard> top_ten_built_anew() { return connection_.fetch(top_ten_query()); }

    matview::connection& connection() { return connection_; }
    const matview::query<reading>& scanned() const { return scan_; }
    const matview::query<reading>& scanned_above() const { return scan_above_; }

private:
    matview::connection connection_;
    matview::query<reading> scan_, scan_above_;
    matview::query<daily_leaderboard> top_ten_ = top_ten_query();
};

}  // namespace matview_bench
