// A real standby: it reads, refuses what writes by read_only_transaction, and cancels readers whom a plain refresh on the primary is in the way of.
#include <doctest/doctest.h>

#include <thread>

#include <support/standby.hpp>
#include <support/thrown_by.hpp>
#include <support/waiting.hpp>

#include "../../models.hpp"

using namespace std::chrono_literals;
using matview_test::thrown_by;
using quiz::Leaderboard;

TEST_CASE("errors: a standby reads, and refuses what writes") {
    matview_test::private_server server;
    if (!matview_test::standby::can_be_made(server)) {
        MESSAGE("skip: there is no pg_basebackup beside the server's programs");
        return;
    }
    matview::connection primary(server.conninfo());
    primary.execute(
        "CREATE TABLE quiz_quizresult (user_id bigint, score int); INSERT INTO quiz_quizresult VALUES (1, 5), (2, 7)");
    primary.create<Leaderboard>();
    matview_test::standby replica(server, {"max_standby_streaming_delay=0"});
    replica.wait_until_it_follows();

    matview::connection db(replica.conninfo());
    CHECK_EQ(db.fetch<Leaderboard>().size(), 2);
    CHECK(db.verify<Leaderboard>().ok());
    for (int time = 0; time < 2; ++time) {
        for (const auto& call : std::vector<std::function<void()>>{
                 [&] { db.refresh<Leaderboard>(); }, [&] { db.refresh_concurrently<Leaderboard>(); },
                 [&] { db.drop<Leaderboard>(); }, [&] { db.execute("INSERT INTO quiz_quizresult VALUES (3, 1)"); }}) {
            const auto e = thrown_by<matview::read_only_transaction>(call);
            CHECK_EQ(e.sqlstate(), "25006");
            CHECK_FALSE(e.retryable());
            CHECK(e.connection_usable());
            CHECK(e.hint().find("primary") != std::string::npos);
        }
    }
    CHECK_EQ(db.count<Leaderboard>(), 2);

    // The primary's lock is replayed here, and takes the view from whoever reads it.
    matview_test::raw_connection watcher(replica.conninfo());
    std::thread refresher([&] {
        matview_test::wait_until_asleep(watcher, db.backend_pid());
        primary.execute("INSERT INTO quiz_quizresult VALUES (3, 9)");
        primary.refresh<Leaderboard>();
    });
    const auto e = thrown_by<matview::transaction_conflict>(
        [&] { db.query<std::string>("SELECT pg_sleep(600)::text FROM leaderboard"); });
    refresher.join();
    CHECK(e.retryable());
    CHECK(e.connection_usable());
    replica.wait_until_it_follows();
    CHECK_EQ(db.count<Leaderboard>(), 3);
}
