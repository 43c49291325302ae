#pragma once

#include <matview/matview.hpp>

namespace tool {

struct Team {
    std::int64_t id;
    struct Meta {
        static constexpr auto relation = matview::table(TEAM);
    };
};
struct Board {
    std::int64_t points;
    struct Meta {
        static constexpr auto relation = matview::view("board");
    };
};

}  // namespace tool
