// The same by the library.
#pragma once

#include <string>
#include <vector>

#include "models.hpp"

namespace matview_bench {

matview::query<reading> scan_query();
matview::query<daily_leaderboard> top_ten_query();

class by_matview {
public:
    explicit by_matview(const std::string& conninfo);

    std::vector<reading> scan() { return connection_.fetch(scan_); }
    std::vector<daily_leaderboard> top_ten() { return connection_.fetch(top_ten_); }
    std::vector<daily_leaderboard> top_ten_built_anew() { return connection_.fetch(top_ten_query()); }

private:
    matview::connection connection_;
    matview::query<reading> scan_ = scan_query();
    matview::query<daily_leaderboard> top_ten_ = top_ten_query();
};

}  // namespace matview_bench
