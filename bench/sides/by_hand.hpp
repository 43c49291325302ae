// The yardstick: what a good engineer writes against libpq. Prepared, binary, one struct a row.
#pragma once

#include <optional>
#include <vector>

#include "libpq.hpp"
#include "models.hpp"
#include "place.hpp"

namespace matview_bench {

class by_hand {
public:
    explicit by_hand(const place& at);

    struct ranked {
        std::int64_t user_id;
        std::int64_t quizzes_played;
        std::optional<matview_bench::user> user;
    };

    std::vector<reading> scan();
    std::vector<reading> scan_above(std::int64_t id);
    std::vector<ranked> top_ten();
    /// Throws std::runtime_error where there is none.
    user look_up(std::int64_t id);
    /// By one query, `= any($1)`. The order is the server's.
    std::vector<user> look_up_all(const std::vector<std::int64_t>& ids);

private:
    connection_ptr connection_;
};

}  // namespace matview_bench
