// The yardstick: what a good engineer writes against libpq. Prepared, binary, one struct a row.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "models.hpp"

namespace matview_bench {

class by_hand {
public:
    explicit by_hand(const std::string& conninfo);

    struct ranked {
        std::int64_t user_id;
        std::int64_t quizzes_played;
        std::optional<matview_bench::user> of;
    };

    /// By a condition with one parameter, and without any.
    std::vector<reading> scan();
    std::vector<reading> scan_all();
    /// In single-row mode, into one row again and again; how many characters the labels have.
    std::size_t stream();
    /// One after the other.
    std::vector<user> look_ups(const std::vector<std::int64_t>& ids);
    std::vector<ranked> top_ten();

private:
    struct closer {
        void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
    };
    std::unique_ptr<PGconn, closer> connection_;
};

}  // namespace matview_bench
