// The view that many processes refresh. Each refresh takes a number from a sequence, so that they are counted on the server.
#pragma once

#include <cstdint>

#include <matview/matview.hpp>

namespace processes {

struct Board {
    std::int64_t refresh_number;
    std::int64_t results;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
    };
};

/// `pace` says how many seconds a refresh takes.
inline constexpr const char* board_sql =
    "CREATE SEQUENCE refreshes; CREATE TABLE pace (seconds float8); INSERT INTO pace VALUES (0);"
    "CREATE TABLE quiz_result (id int);"
    "CREATE MATERIALIZED VIEW board AS SELECT nextval('public.refreshes'::regclass) AS refresh_number, "
    "(SELECT count(*) FROM quiz_result) AS results FROM (SELECT pg_sleep(seconds) FROM pace OFFSET 0) AS slept";

}  // namespace processes
