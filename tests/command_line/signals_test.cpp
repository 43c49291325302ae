// `matview refresh` is stopped at some moment: nothing of it is left running on the server.
#include <doctest/doctest.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <thread>

#include <support/raw_connection.hpp>
#include <support/test_database.hpp>
#include <support/waiting.hpp>

namespace {

using matview_test::raw_connection, matview_test::test_database;

pid_t start(const std::string& database) {
    const pid_t child = fork();
    if (child == 0) {
        execl(MATVIEW_PROGRAM, MATVIEW_PROGRAM, "--database", database.c_str(), "refresh", "slow", "slow", nullptr);
        _exit(127);
    }
    return child;
}

/// How many sessions of the program there are, those that are at work or wait.
int at_work(raw_connection& on) {
    return std::stoi(
        on.rows("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND application_name LIKE 'matview%'")
            .at(0)
            .at(0)
            .value());
}

void wait_for(raw_connection& on, const std::string& what) {
    matview_test::wait_until(on,
                             "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND "
                             "pid <> pg_backend_pid() AND " +
                                 what + ")");
}

}  // namespace

TEST_CASE("refresh: a signal at any moment leaves nothing running") {
    const test_database database;
    raw_connection on(database.conninfo());
    on.exec(
        "CREATE TABLE pace AS SELECT 0 AS seconds;"
        "CREATE MATERIALIZED VIEW slow AS SELECT pg_sleep(seconds) IS NULL AS x FROM pace;"
        "UPDATE pace SET seconds = 20");
    const auto heap = [&] { return on.rows("SELECT relfilenode FROM pg_class WHERE relname = 'slow'").at(0).at(0); };
    const auto before = heap();
    struct moment {
        const char* when;
        int signal;
        bool locked;
    };
    for (const moment& one : {moment{"application_name LIKE 'matview%'", SIGTERM, false},
                              moment{"query LIKE 'REFRESH%' AND state = 'active'", SIGTERM, false},
                              moment{"query LIKE 'REFRESH%' AND wait_event = 'PgSleep'", SIGINT, false},
                              moment{"query LIKE 'REFRESH%' AND wait_event_type = 'Lock'", SIGTERM, true},
                              moment{"query LIKE 'REFRESH%' AND wait_event_type = 'Lock'", SIGHUP, true},
                              moment{"query LIKE 'REFRESH%' AND wait_event = 'PgSleep'", SIGKILL, false}}) {
        CAPTURE(one.when);
        CAPTURE(one.signal);
        raw_connection holder(database.conninfo());
        if (one.locked) holder.exec("BEGIN; SELECT FROM slow");
        const pid_t child = start(database.conninfo());
        wait_for(on, one.when);
        kill(child, one.signal);
        int ended = 0;
        REQUIRE_EQ(waitpid(child, &ended, 0), child);
        REQUIRE(WIFSIGNALED(ended));
        CHECK_EQ(WTERMSIG(ended), one.signal);
        // Well before the view would be done; a killed client is found gone by the server's own check.
        for (int i = 0; i < 1000 && at_work(on) != 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        CHECK_EQ(at_work(on), 0);
        CHECK_EQ(heap(), before);
    }
}
