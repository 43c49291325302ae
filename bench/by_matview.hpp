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
    std::vector<reading> scan_all() { return connection_.fetch(all_); }
    std::size_t stream();
    std::size_t stream_views();
    std::vector<user> look_ups(const std::vector<std::int64_t>& ids);
    std::vector<user> get_many(const std::vector<std::int64_t>& ids) { return connection_.get_many<user>(ids); }
    std::vector<user> pipelined(const std::vector<std::int64_t>& ids);
    std::vector<daily_leaderboard> top_ten() { return connection_.fetch(top_ten_); }
    std::vector<daily_leaderboard> top_ten_built_anew() { return connection_.fetch(top_ten_query()); }

private:
    matview::connection connection_;
    matview::query<reading> scan_ = scan_query(), all_ = matview::from<reading>();
    matview::query<reading_view> views_ = matview::from<reading_view>();
    matview::query<daily_leaderboard> top_ten_ = top_ten_query();
};

}  // namespace matview_bench
