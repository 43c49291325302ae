// Pooler mode through a real pgbouncer in transaction mode: more clients than server connections, and each transaction on another one.
#include <doctest/doctest.h>

#include <mutex>
#include <set>
#include <thread>

#include <support/pgbouncer.hpp>
#include "testing/shared_server.hpp"

#include "quiz_database.hpp"

using matview::col;
using matview::from;
using matview_test::pgbouncer;
using quiz::Leaderboard;
using quiz::Team;
using quiz::User;
using namespace std::chrono_literals;

namespace {

const bool absent = !pgbouncer::installed();

/// What threads find wrong, told on the main thread.
class findings {
public:
    void expect(bool right, const std::string& what) {
        if (right) return;
        const std::lock_guard lock(mutex_);
        list_.insert(what);
    }
    std::string text() {
        const std::lock_guard lock(mutex_);
        std::string all;
        for (const std::string& one : list_) all += one + "\n";
        return all;
    }

private:
    std::mutex mutex_;
    std::set<std::string> list_;
};

std::string setting(matview::session& db, const char* name) {
    return db.query<std::string>("SELECT current_setting($1)", name).at(0);
}

template <class Error, class Run> bool throws(Run run, const char* sqlstate) {
    try {
        run();
    } catch (const Error& failure) {
        return failure.sqlstate() == sqlstate;
    }
    return false;
}

const std::vector<std::string> names{"ann", "bob", "cy%_\\", "dan", "eve"};

// One turn of a client whose session is to have its own time zone and limits.
void take_turn(matview::connection& db, int turn, const matview::connection_options& own, findings& found) {
    const auto id = static_cast<std::size_t>(turn % 5);
    const auto expect = [&](bool right, const char* what) {
        found.expect(right, own.time_zone + ", turn " + std::to_string(turn) + ": " + what);
    };
    switch (turn % 12) {
        case 0: {
            const auto rows = db.fetch(from<User>().filter(col<&User::id> == static_cast<int>(id + 1)));
            expect(rows.size() == 1 && rows[0].username == names[id], "fetch by key");
            break;
        }
        case 1:
            expect(db.fetch(from<User>().filter(col<&User::username> == names[id])).at(0).id ==
                       static_cast<std::int64_t>(id + 1),
                   "fetch by name");
            break;
        case 2: {
            const auto row = db.get(from<Leaderboard>().select_related<&Leaderboard::user>().filter(
                col<&Leaderboard::user, &User::username> == "bob"));
            expect(row.user->username == "bob" && row.quizzes_played == 3, "a related row");
            break;
        }
        case 3:
            expect(db.count(from<Leaderboard>().filter(col<&Leaderboard::best_score> >= 50)) == 3, "count");
            expect(db.exists(from<Team>().filter(col<&Team::name> == "blue")), "exists");
            expect(!db.exists(from<Team>().filter(col<&Team::name> == "green")), "exists of none");
            break;
        case 4:
            expect(setting(db, "TimeZone") == own.time_zone, "own time zone");
            expect(setting(db, "statement_timeout") == std::to_string(own.statement_timeout->count()) + "ms" ||
                       setting(db, "statement_timeout") == std::to_string(own.statement_timeout->count() / 1000) + "s",
                   "own statement_timeout");
            expect(setting(db, "lock_timeout") == "7s", "own lock_timeout");
            break;
        case 5:
            expect(throws<matview::server_error>([&] { db.query<int>("SELECT 1 / $1", 0); }, "22012"), "an error");
            expect(throws<matview::server_error>([&] { db.execute("SELECT 1 / 0"); }, "22012"), "an error");
            expect(throws<matview::undefined_relation>([&] { db.execute("SELECT * FROM nowhere"); }, "42P01"),
                   "an error");
            break;
        case 6: {
            matview::transaction tx(db);
            expect(setting(tx, "TimeZone") == own.time_zone, "own time zone in a transaction");
            tx.execute("INSERT INTO team VALUES ($1, $2)", 1000 + turn, own.time_zone);
            expect(tx.get<Team>(1000 + turn).name == own.time_zone, "own row");
            tx.rollback();
            break;
        }
        case 7:
            expect(db.within({.statement_timeout = 123s})
                           .query<std::string>("SELECT current_setting('statement_timeout')")
                           .at(0) == "123s",
                   "limits of a call");
            expect(throws<matview::query_canceled>(
                       [&] { db.within({.statement_timeout = 5ms}).execute("SELECT pg_sleep(30)"); }, "57014"),
                   "a limit that is hit");
            break;
        case 8:
            if (turn % 2 == 0)
                db.refresh_concurrently<Leaderboard>({.lock_timeout = 60s, .time_zone = "Asia/Tokyo"});
            else
                db.refresh_concurrently<Leaderboard>();
            expect(setting(db, "TimeZone") == own.time_zone, "own time zone after a refresh");
            break;
        case 9: {
            matview::copy_in load(db, "COPY loaded FROM STDIN");
            for (int i = 0; i < 10; ++i) load.row({own.time_zone});
            expect(load.finish() == 10, "copy");
            break;
        }
        case 10: {
            std::size_t rows = 0;
            for (const User& row : db.stream(from<User>().order_by(matview::asc<&User::id>)))
                expect(row.username == names[rows++], "a stream by COPY");
            expect(rows == names.size(), "all of a stream by COPY");
            for (const User& row :
                 db.stream(from<User>().filter(col < &User::id >> 2).order_by(matview::asc<&User::id>))) {
                expect(row.username == names[2], "a stream with a parameter, left early");
                break;
            }
            expect(setting(db, "TimeZone") == own.time_zone, "own time zone after a stream");
            break;
        }
        default:
            expect(db.query<double>("SELECT $1::float8 + 1", 0.5).at(0) == 1.5, "a parameter");
            expect(db.execute("UPDATE team SET name = name WHERE id = $1", 2) == 1, "an update");
    }
}

// Settings and statements that a client has left on a server connection would show here, on that same connection.
void check_nothing_is_left(const std::string& through, findings& found) {
    matview_test::raw_connection bystander(through);
    const auto row = bystander.rows(
        "SELECT current_setting('TimeZone'), current_setting('statement_timeout'), current_setting('lock_timeout'), "
        "(SELECT count(*) FROM pg_prepared_statements)")[0];
    for (std::size_t i = 0; i < row.size(); ++i)
        found.expect(row[i] == std::vector<std::string>{"UTC", "0", "0", "0"}[i],
                     "left behind for others: " + row[i].value_or("NULL"));
}

}  // namespace

TEST_CASE("the tests of pooler mode have their pgbouncer") {
    if (absent) MESSAGE("SKIPPED: the tests through pgbouncer, which is not installed: apt-get install pgbouncer");
}

TEST_CASE("pooled clients on fewer server connections: every row right, nothing lost, nothing left" *
          doctest::skip(absent)) {
    matview_test::quiz_database quiz;
    quiz.other.exec("CREATE TABLE loaded (zone text)");
    if (!matview::testing::detail::shared_server_is_foreign())
        quiz.other.exec("ALTER DATABASE " + quiz.database.name() + " SET TimeZone = 'UTC'");
    const pgbouncer pooler(2);
    const std::string through = pooler.conninfo(quiz.database.name());
    constexpr int turns = 72;
    const std::vector<std::string> zones{"Asia/Tokyo",   "America/New_York", "Europe/Berlin",
                                         "Africa/Cairo", "Asia/Kolkata",     "Australia/Darwin"};
    findings found;
    {
        std::vector<std::jthread> clients;
        for (std::size_t client = 0; client < zones.size(); ++client)
            clients.emplace_back([&, client] {
                try {
                    const matview::connection_options own{.conninfo = through,
                                                          .statement_timeout = 40s + std::chrono::seconds(client),
                                                          .lock_timeout = 7s,
                                                          .time_zone = zones[client],
                                                          .pooled = true};
                    matview::connection db(own);
                    for (int turn = 0; turn < turns; ++turn) {
                        take_turn(db, turn + static_cast<int>(client) * 5, own, found);
                        if (turn % 8 == 0) check_nothing_is_left(through, found);
                    }
                } catch (const std::exception& failure) {
                    found.expect(false, zones[client] + ": " + failure.what());
                }
            });
    }
    CHECK_EQ(found.text(), "");
    for (const std::string& zone : zones)
        CHECK_EQ(quiz.other.rows("SELECT count(*) FROM loaded WHERE zone = '" + zone + "'")[0][0], "60");
}

TEST_CASE(
    "a pooled client's settings and statements do not outlive its transaction, seen from the same server connection" *
    doctest::skip(absent)) {
    matview_test::quiz_database quiz;
    const pgbouncer pooler(1);
    const std::string through = pooler.conninfo(quiz.database.name());
    matview_test::raw_connection second(through);
    const std::string pid = "SELECT pg_backend_pid()";
    const std::string state =
        "SELECT current_setting('TimeZone'), current_setting('statement_timeout'), current_setting('lock_timeout'), "
        "(SELECT count(*) FROM pg_prepared_statements)";
    const auto before = second.rows(state);
    matview::connection db({.conninfo = through,
                            .statement_timeout = 50s,
                            .lock_timeout = 6s,
                            .time_zone = "Asia/Kathmandu",
                            .pooled = true});
    const auto check = [&] { CHECK_EQ(second.rows(state), before); };
    CHECK_EQ(std::to_string(db.query<int>(pid).at(0)), second.rows(pid)[0][0].value());  // it is the same one
    CHECK_EQ(setting(db, "TimeZone"), "Asia/Kathmandu");
    check();
    CHECK_EQ(db.fetch<User>().size(), 5);
    CHECK_EQ(db.fetch(from<User>().filter(col<&User::username> == "bob")).size(), 1);
    check();
    db.refresh<Leaderboard>({.lock_timeout = 3s, .statement_timeout = 30s, .time_zone = "Asia/Tokyo"});
    check();
    CHECK_THROWS_AS(db.execute("SELECT 1 / 0"), matview::server_error);
    check();
    CHECK_THROWS_AS(db.within({.statement_timeout = 5ms}).execute("SELECT pg_sleep(30)"), matview::query_canceled);
    check();
    {
        matview::transaction tx(db);
        CHECK_EQ(setting(tx, "lock_timeout"), "6s");
        CHECK_THROWS_AS(tx.execute("SELECT 1 / 0"), matview::server_error);
    }
    check();
    {
        matview::transaction tx(db);
        tx.execute("INSERT INTO team VALUES (77, 'kept')");
        tx.commit();
    }
    check();
    CHECK_EQ(db.get<Team>(77).name, "kept");
    {
        matview::copy_in given_up(db, "COPY team FROM STDIN");
        given_up.row({"78", "lost"});
    }
    check();
    CHECK_EQ(db.count<Team>(), 3);
}

TEST_CASE("a refresh behind a pooler waits, is watched, and tells how long" * doctest::skip(absent)) {
    matview_test::quiz_database quiz;
    const pgbouncer pooler(3);
    matview::connection db({.conninfo = pooler.conninfo(quiz.database.name()), .pooled = true});
    quiz.other.exec("BEGIN; SELECT FROM leaderboard");
    CHECK_THROWS_AS(db.refresh<Leaderboard>({.lock_timeout = 100ms}), matview::lock_timeout);
    quiz.other.exec("COMMIT");
    const auto done = db.refresh<Leaderboard>({.lock_timeout = 30s});
    CHECK(done.wait_measured);
}

TEST_CASE("options at start-up are refused for a pooled connection, wherever they come from" * doctest::skip(absent)) {
    matview_test::quiz_database quiz;
    const pgbouncer pooler(1);
    const std::string through = pooler.conninfo(quiz.database.name());
    const auto refused = [](const std::string& conninfo) {
        try {
            matview::connection db({.conninfo = conninfo, .pooled = true});
            return false;
        } catch (const matview::connection_error& failure) {
            CHECK_FALSE(failure.retryable());
            CHECK(failure.hint().find("ALTER ROLE") != std::string::npos);
            return failure.message().find("options") != std::string::npos;
        }
    };
    CHECK(refused(through + " options='-c statement_timeout=5s'"));
    CHECK(refused(quiz.database.conninfo() +
                  " options='-c statement_timeout=5s'"));  // also where the server would take them
    setenv("PGOPTIONS", "-c statement_timeout=5s", 1);
    CHECK(refused(through));
    unsetenv("PGOPTIONS");
    CHECK_FALSE(refused(through));
}

TEST_CASE("pooler: a pool of connections to it" * doctest::skip(absent)) {
    matview_test::quiz_database quiz;
    const pgbouncer bouncer(2);
    matview::pool db({.conninfo = bouncer.conninfo(quiz.database.name()),
                      .statement_timeout = 50s,
                      .time_zone = "Asia/Tokyo",
                      .pooled = true},
                     {.max_size = 3});
    findings found;
    std::vector<std::thread> clients;
    for (int i = 0; i < 6; ++i)
        clients.emplace_back([&, i] {
            try {
                for (int turn = 0; turn < 20; ++turn) {
                    found.expect(db.get<User>(1 + turn % 5).username == names[static_cast<std::size_t>(turn % 5)],
                                 "another row");
                    found.expect(setting(db, "TimeZone") == "Asia/Tokyo", "another time zone");
                    matview::transaction tx(db);
                    tx.execute("INSERT INTO team VALUES ($1, 'rolled back')", 100 + i);
                }
            } catch (const std::exception& e) {
                found.expect(false, e.what());
            }
        });
    for (std::thread& one : clients) one.join();
    CHECK_EQ(found.text(), "");
    CHECK_EQ(db.count<Team>(), 2);
    CHECK_LE(db.size(), 3);
    CHECK_EQ(db.in_use(), 0);
}
