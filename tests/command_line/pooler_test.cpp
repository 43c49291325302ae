// The command line through pgbouncer in transaction mode, with one connection to the server for all.
#include <doctest/doctest.h>

#include <string>

#include <support/pgbouncer.hpp>
#include <support/raw_connection.hpp>
#include <support/test_database.hpp>

#include "program.hpp"

TEST_CASE("pooler: every command works with --pooled, again and again") {
    if (!matview_test::pgbouncer::installed()) {
        MESSAGE("skipped: pgbouncer is not installed");
        return;
    }
    const matview_test::test_database database;
    matview_test::raw_connection on(database.conninfo());
    on.exec("CREATE MATERIALIZED VIEW board AS SELECT 1::bigint AS user_id; CREATE UNIQUE INDEX ON board (user_id)");
    const matview_test::pgbouncer pooler(1);
    for (int i = 0; i < 2; ++i)
        for (const std::vector<std::string>& words :
             {std::vector<std::string>{"inspect", "board", "--pooled"},
              {"status", "--pooled"},
              {"refresh", "board", "--auto", "--wait", "--lock-timeout", "5s", "--lock-deadline", "1min", "--pooled"},
              {"verify", "--pooled"},
              {"--pooled", "lint"}}) {
            CAPTURE(words.front());
            const auto done = command_line::tool(pooler.conninfo(database.name()), words);
            CHECK_EQ(done.err, "");
            CHECK_EQ(done.status, 0);
        }
}
