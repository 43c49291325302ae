// 57014 has two meanings, which the server tells apart by its message only: statement_timeout is told where the limit is known.
#include <doctest/doctest.h>

#include <support/thrown_by.hpp>
#include <support/waiting.hpp>

#include <thread>

#include "../quiz_database.hpp"

using namespace std::chrono_literals;
using matview_test::thrown_by;

namespace {

const std::string long_sleep = "SELECT pg_sleep(600)::text";

void stopped_by_timeout(matview::session& on) {
    const auto e = thrown_by<matview::statement_timeout>([&] { on.query<std::string>(long_sleep); });
    CHECK_EQ(e.sqlstate(), "57014");
    CHECK(e.hint().find("100 ms") != std::string::npos);
}

}  // namespace

TEST_CASE("errors: statement_timeout wherever the limit comes from") {
    matview_test::test_database database;
    matview::connection by_conninfo(database.conninfo() + " options='-c statement_timeout=100'");
    stopped_by_timeout(by_conninfo);
    matview::connection by_option({.conninfo = database.conninfo(), .statement_timeout = 100ms});
    stopped_by_timeout(by_option);
    matview::connection pooled({.conninfo = database.conninfo(), .statement_timeout = 100ms, .pooled = true});
    stopped_by_timeout(pooled);
    matview::connection by_sql(database.conninfo());
    by_sql.execute("SET statement_timeout = '100ms'");
    stopped_by_timeout(by_sql);
    matview::connection by_call(database.conninfo());
    auto within = by_call.within({.statement_timeout = 100ms});
    stopped_by_timeout(within);
}

TEST_CASE("errors: in a transaction the limit is known where matview was given it") {
    matview_test::test_database database;
    {
        matview::connection db({.conninfo = database.conninfo(), .statement_timeout = 100ms});
        matview::transaction tx(db);
        stopped_by_timeout(tx);
    }
    matview::connection db(database.conninfo());
    matview::transaction tx(db);
    tx.execute("SET LOCAL statement_timeout = '100ms'");
    try {
        tx.query<std::string>(long_sleep);
        FAIL("slept for ten minutes");
    } catch (const matview::statement_timeout&) {
        FAIL("how could it know");
    } catch (const matview::query_canceled& e) {
        CHECK(e.hint().find("statement_timeout") != std::string::npos);  // it may have been that
    }
}

TEST_CASE("errors: who is cancelled in time was not too slow") {
    matview_test::test_database database;
    matview_test::raw_connection other(database.conninfo());
    matview::connection db({.conninfo = database.conninfo(), .statement_timeout = 600s});
    for (const bool by_other : {false, true}) {
        CAPTURE(by_other);
        std::thread canceller([&] {
            matview_test::wait_until_asleep(other, db.backend_pid());
            if (by_other)
                other.exec("SELECT pg_cancel_backend(" + std::to_string(db.backend_pid()) + ")");
            else
                db.cancel();
        });
        bool timed_out = false;
        try {
            db.query<std::string>(long_sleep);
            FAIL("slept for ten minutes");
        } catch (const matview::statement_timeout&) {
            timed_out = true;
        } catch (const matview::query_canceled& e) {
            CHECK(e.hint().find(by_other ? "another session" : "cancel() of this connection") != std::string::npos);
        }
        canceller.join();
        CHECK_FALSE(timed_out);
    }
    CHECK_EQ(db.query<int>("SELECT 1").at(0), 1);
}
