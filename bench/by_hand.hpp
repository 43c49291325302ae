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
        std::optional<matview_bench::user> user;
    };

    std::vector<reading> scan();
    std::vector<ranked> top_ten();

private:
    struct closer {
        void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
    };
    std::unique_ptr<PGconn, closer> connection_;
};

}  // namespace matview_bench
