#pragma once

#include <cstdint>

#include <matview/json.hpp>
#include <matview/matview.hpp>

struct Board {
    std::int64_t id;
    nlohmann::json document;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
        static constexpr auto definition = "SELECT 1::bigint AS id, '{}'::jsonb AS document";
    };
};
