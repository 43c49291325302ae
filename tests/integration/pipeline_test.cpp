// pipeline: statements of all kinds in one round trip, each with its own result or error.
#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <thread>

#include <support/pgbouncer.hpp>
#include <support/thrown_by.hpp>

#include "quiz_database.hpp"

using namespace std::chrono_literals;
using matview::asc;
using matview::col;
using matview::from;
using matview_test::thrown_by;
using quiz::Leaderboard;
using quiz::Team;
using quiz::User;

namespace {

auto board() { return from<Leaderboard>().select_related<&Leaderboard::user>().order_by(asc<&Leaderboard::user>); }

/// The statements that were run, in their order.
class recorder final : public matview::observer {
public:
    void on_statement(const matview::statement_event& event) noexcept override {
        if (event.what == matview::statement_event::kind::run)
            runs.push_back(std::string(event.text));
        else
            ++prepared;
    }
    std::vector<std::string> runs;
    int prepared = 0;
};

struct pair_row {
    std::int64_t a;
    std::optional<std::string> b;
};

}  // namespace

TEST_CASE("a pipeline gives each statement's result, typed") {
    matview_test::quiz_database quiz;
    matview::pipeline p = quiz.db.pipeline();
    for (int round = 0; round < 3; ++round) {  // first they are prepared, then they are known
        auto rows = p.fetch(board());
        auto teams = p.fetch<Team>();
        auto first = p.first(board());
        auto none = p.first(from<User>().filter(col<&User::id> == 77));
        auto ann = p.get<User>(1);
        auto bob = p.get(from<User>().filter(col<&User::username> == "bob"));
        auto count = p.count<Leaderboard>();
        auto exists = p.exists(from<Team>().filter(col<&Team::name> == "green"));
        auto written = p.execute("UPDATE team SET name = name WHERE id <= $1", 2);
        auto numbers = p.query<int>("SELECT n FROM generate_series(1, $1) AS n", 3);
        auto flags = p.query<bool>("SELECT n > 1 FROM generate_series(1, 2) AS n");
        auto structs = p.query<pair_row>("SELECT 7::bigint AS a, NULL::text AS b");
        CHECK_EQ(p.size(), 12);
        p.run();
        CHECK_EQ(p.size(), 0);
        const auto expected = quiz.db.fetch(board());
        const auto got = rows.get();
        REQUIRE_EQ(got.size(), expected.size());
        for (std::size_t i = 0; i < got.size(); ++i) {
            CHECK_EQ(got[i].user.key(), expected[i].user.key());
            CHECK_EQ(got[i].quizzes_played, expected[i].quizzes_played);
            CHECK_EQ(got[i].best_score, expected[i].best_score);
            CHECK_EQ(got[i].user.exists(), expected[i].user.exists());
        }
        CHECK_EQ(teams.get().size(), 2);
        CHECK_EQ(first.get()->user->username, "ann");
        CHECK_FALSE(none.get().has_value());
        CHECK_EQ(ann.get().username, "ann");
        CHECK_EQ(bob.get().id, 2);
        CHECK_EQ(count.get(), 6);
        CHECK_FALSE(exists.get());
        CHECK_EQ(written.get(), 2);
        CHECK_EQ(numbers.get(), std::vector<int>{1, 2, 3});
        CHECK_EQ(flags.get(), std::vector<bool>{false, true});
        const auto pair = structs.get();
        CHECK_EQ(pair.at(0).a, 7);
        CHECK_FALSE(pair.at(0).b.has_value());
        thrown_by<matview::query_error>([&] { teams.get(); });  // taken already
    }
    p.run();  // of nothing
}

TEST_CASE("before it ran a pipeline has no results, and one that never runs asks nothing") {
    matview_test::quiz_database quiz;
    const auto seen = std::make_shared<recorder>();
    matview::connection db({.conninfo = quiz.database.conninfo(), .observer = seen});
    auto p = db.pipeline();
    auto count = p.count<Team>();
    const auto e = thrown_by<matview::query_error>([&] { count.get(); });
    CHECK_NE(e.hint().find("run()"), std::string::npos);
    {
        auto other = db.pipeline();
        static_cast<void>(other.execute("DROP TABLE team"));
    }
    CHECK_EQ(seen->runs.size(), 0);
    p.run();
    CHECK_EQ(count.get(), 2);
}

TEST_CASE("one round trip: what is known already goes at once, and is told of one by one") {
    matview_test::quiz_database quiz;
    const auto seen = std::make_shared<recorder>();
    matview::connection db({.conninfo = quiz.database.conninfo(), .observer = seen});
    const auto run = [&] {
        auto p = db.pipeline();
        std::vector<matview::pending<User>> users;
        for (int i = 0; i < 100; ++i) users.push_back(p.get<User>(i % 5 + 1));
        p.run();
        for (int i = 0; i < 100; ++i) CHECK_EQ(users[static_cast<std::size_t>(i)].get().id, i % 5 + 1);
    };
    run();
    CHECK_EQ(seen->prepared, 1);
    seen->runs.clear();
    run();
    CHECK_EQ(seen->prepared, 1);
    CHECK_EQ(seen->runs.size(), 100);
    CHECK_EQ(std::set<std::string>(seen->runs.begin(), seen->runs.end()).size(), 1);
}

TEST_CASE("an error stands in its place; what is behind it is not run, what is before it is undone") {
    matview_test::quiz_database quiz;
    for (const char* wrong :
         {"SELECT 1 / (id - 1) FROM team WHERE id = 1", "SELECT nothing FROM team", "SELECT FROM nowhere", "no SQL"}) {
        CAPTURE(wrong);
        for (int round = 0; round < 2; ++round) {
            auto p = quiz.db.pipeline();
            auto before = p.fetch<Team>();
            auto written = p.execute("INSERT INTO team VALUES (9, 'nine')");
            auto failed = p.query<int>(wrong);
            auto behind = p.execute("INSERT INTO team VALUES (10, 'ten')");
            auto last = p.fetch<Team>();
            p.run();
            CHECK_EQ(before.get().size(), 2);
            CHECK_EQ(written.get(), 1);
            const auto e = thrown_by<matview::server_error>([&] { failed.get(); });
            CHECK_EQ(e.query(), wrong);
            CHECK(e.connection_usable());
            const auto passed_over = thrown_by<matview::pipeline_aborted>([&] { behind.get(); });
            CHECK_NE(std::string(passed_over.what()).find("statement 3"), std::string::npos);
            CHECK_EQ(passed_over.query(), "INSERT INTO team VALUES (10, 'ten')");
            thrown_by<matview::pipeline_aborted>([&] { last.get(); });
            CHECK_EQ(quiz.db.count<Team>(), 2);
        }
    }
}

TEST_CASE("errors of a single statement: not found, a struct that differs, an absent view") {
    matview_test::quiz_database quiz;
    quiz.other.exec("CREATE TABLE shaped (id bigint, name text); INSERT INTO shaped VALUES (1, NULL)");
    auto p = quiz.db.pipeline();
    auto nobody = p.get<User>(77);
    auto two = p.get(from<User>().filter(col<&User::active>));
    auto fine = p.count<User>();
    p.run();
    thrown_by<matview::not_found>([&] { nobody.get(); });
    thrown_by<matview::multiple_found>([&] { two.get(); });
    CHECK_EQ(fine.get(), 5);

    quiz.other.exec("DROP MATERIALIZED VIEW leaderboard");
    auto absent = p.fetch(board());
    auto behind = p.count<User>();
    p.run();
    CHECK_EQ(thrown_by<matview::undefined_relation>([&] { absent.get(); }).sqlstate(), "42P01");
    thrown_by<matview::pipeline_aborted>([&] { behind.get(); });

    quiz.other.exec(
        "CREATE MATERIALIZED VIEW leaderboard AS SELECT 1::bigint AS user_id, 'x'::text AS quizzes_played, 1 AS "
        "best_score");
    auto other = p.fetch<Leaderboard>();
    auto still = p.count<User>();
    p.run();
    CHECK_NE(std::string(thrown_by<matview::mapping_error>([&] { other.get(); }).what()).find("quizzes_played"),
             std::string::npos);
    CHECK_EQ(still.get(), 5);

    auto too_large = p.query<int>("SELECT id FROM team WHERE id = $1::int4", 1LL << 40);
    auto never_sent = p.count<User>();
    p.run();
    thrown_by<matview::value_error>([&] { too_large.get(); });
    thrown_by<matview::pipeline_aborted>([&] { never_sent.get(); });
}

TEST_CASE("SQL may need what a statement before it makes; transactions are not begun or ended within") {
    matview_test::quiz_database quiz;
    auto p = quiz.db.pipeline();
    auto made = p.execute("CREATE TABLE made (n int)");
    auto filled = p.execute("INSERT INTO made VALUES (1), (2)");
    auto read = p.query<int>("SELECT n FROM made");
    p.run();
    made.get();
    CHECK_EQ(filled.get(), 2);
    CHECK_EQ(read.get(), std::vector<int>{1, 2});
    for (const char* control : {"BEGIN", " commit", "ROLLBACK", "copy team TO STDOUT", "COPY team FROM STDIN"}) {
        auto ended = p.execute(control);
        thrown_by<matview::query_error>([&] { p.run(); });
    }
    CHECK_EQ(quiz.db.query<int>("SELECT 1").at(0), 1);
    // What is not seen to be a COPY costs the link.
    for (const char* copy : {"/* all */ COPY team TO STDOUT", "/* some */ COPY team FROM STDIN"}) {
        matview::connection db(quiz.database.conninfo());
        auto q = db.pipeline();
        auto copied = q.execute(copy);
        auto behind = q.count<Team>();
        thrown_by<matview::connection_lost>([&] { q.run(); });
        thrown_by<matview::connection_lost>([&] { behind.get(); });
        CHECK_FALSE(db.usable());
    }
    CHECK_EQ(quiz.db.count<Team>(), 2);
}

TEST_CASE("a pipeline within a transaction, with limits, behind a stream") {
    matview_test::quiz_database quiz;
    {
        matview::transaction tx(quiz.db);
        auto p = tx.pipeline();
        auto before = p.execute("INSERT INTO team VALUES (9, 'nine')");
        auto failed = p.query<int>("SELECT id FROM nowhere WHERE id = $1", 1);
        auto behind = p.count<Team>();
        p.run();
        CHECK_EQ(before.get(), 1);
        CHECK_EQ(thrown_by<matview::server_error>([&] { failed.get(); }).sqlstate(), "42P01");
        thrown_by<matview::pipeline_aborted>([&] { behind.get(); });
        CHECK_EQ(thrown_by<matview::server_error>([&] { tx.query<int>("SELECT 1"); }).sqlstate(), "25P02");
    }
    {
        matview::transaction tx(quiz.db);
        auto p = tx.pipeline();
        auto before = p.execute("INSERT INTO team VALUES (9, 'nine')");
        auto read = p.get<Team>(9);
        p.run();
        CHECK_EQ(read.get().name, "nine");
        tx.rollback();
    }
    CHECK_EQ(quiz.db.count<Team>(), 2);

    auto limited = quiz.db.within({.statement_timeout = 50ms});
    auto p = limited.pipeline();
    auto quick = p.query<std::string>("SHOW statement_timeout");
    auto slow = p.execute("SELECT pg_sleep(30)");
    auto behind = p.count<Team>();
    p.run();
    CHECK_EQ(quick.get().at(0), "50ms");
    thrown_by<matview::statement_timeout>([&] { slow.get(); });
    thrown_by<matview::pipeline_aborted>([&] { behind.get(); });
    auto written = p.execute("INSERT INTO team VALUES (9, 'nine')");
    p.run();
    CHECK_EQ(written.get(), 1);
    CHECK_EQ(quiz.db.count<Team>(), 3);  // committed

    auto rows = quiz.db.stream<Team>();
    auto at = rows.begin();
    auto refused = p.count<Team>();
    thrown_by<matview::query_error>([&] { p.run(); });
    CHECK(at != rows.end());
}

TEST_CASE("statements that are out of date are prepared anew, and all of the pipeline is run once more") {
    matview_test::quiz_database quiz;
    quiz.other.exec("CREATE TABLE counted (n int)");
    auto p = quiz.db.pipeline();
    const auto run = [&] {
        auto written = p.execute("INSERT INTO counted VALUES (1)");
        auto rows = p.fetch(from<User>().filter(col<&User::id> < 3).order_by(asc<&User::id>));
        p.run();
        CHECK_EQ(written.get(), 1);
        return rows.get();
    };
    CHECK_EQ(run().size(), 2);
    quiz.other.exec("ALTER TABLE auth_user ALTER COLUMN id TYPE int");
    CHECK_EQ(run().size(), 2);
    CHECK_EQ(quiz.other.rows("SELECT count(*) FROM counted")[0][0], "2");
    quiz.db.execute("DEALLOCATE ALL");
    CHECK_EQ(run().at(1).username, "bob");
    CHECK_EQ(quiz.other.rows("SELECT count(*) FROM counted")[0][0], "3");
}

TEST_CASE("more statements than the connection keeps, and than fit into buffers") {
    matview_test::quiz_database quiz;
    matview::connection db({.conninfo = quiz.database.conninfo(), .statement_cache_size = 2});
    auto p = db.pipeline();
    std::vector<matview::pending<std::vector<std::string>>> texts;
    for (int round = 0; round < 2; ++round) {
        texts.clear();
        for (int i = 0; i < 300; ++i)
            texts.push_back(
                p.query<std::string>("SELECT $1 || '" + std::to_string(i % 7) + "'", std::string(20'000, 'x')));
        p.run();
        for (int i = 0; i < 300; ++i) {
            const std::string text = texts[static_cast<std::size_t>(i)].get().at(0);
            if (text.size() != 20'001 || text.back() != '0' + i % 7) FAIL(i);
        }
    }
}

TEST_CASE("a lost link, a cancel and a failed commit concern all of a pipeline") {
    matview_test::quiz_database quiz;
    auto p = quiz.db.pipeline();
    auto slow = p.execute("SELECT pg_sleep(30)");
    auto behind = p.count<Team>();
    std::thread canceller([&] {
        while (!quiz.db.cancel()) std::this_thread::sleep_for(1ms);
        std::this_thread::sleep_for(20ms);
        quiz.db.cancel();
    });
    try {
        p.run();
        thrown_by<matview::query_canceled>([&] { slow.get(); });
        thrown_by<matview::pipeline_aborted>([&] { behind.get(); });
    } catch (const matview::query_canceled&) {  // it met what prepared the statements
    }
    canceller.join();
    CHECK_EQ(quiz.db.query<int>("SELECT 1").at(0), 1);

    quiz.other.exec("CREATE TABLE late (n int, UNIQUE (n) DEFERRABLE INITIALLY DEFERRED); INSERT INTO late VALUES (1)");
    auto twice = p.execute("INSERT INTO late VALUES (1)");
    const auto e = thrown_by<matview::server_error>([&] { p.run(); });
    CHECK_EQ(e.sqlstate(), "23505");
    thrown_by<matview::server_error>([&] { twice.get(); });
    CHECK_EQ(quiz.db.query<std::int64_t>("SELECT count(*) FROM late").at(0), 1);

    auto fine = p.count<Team>();
    auto killed = p.execute("SELECT pg_terminate_backend(pg_backend_pid())");
    auto never = p.count<Team>();
    thrown_by<matview::connection_lost>([&] { p.run(); });
    thrown_by<matview::connection_lost>([&] { killed.get(); });
    thrown_by<matview::connection_lost>([&] { never.get(); });
    thrown_by<matview::connection_lost>([&] { fine.get(); });
    CHECK_FALSE(quiz.db.usable());
}

TEST_CASE("a pipeline behind a pooler" * doctest::skip(!matview_test::pgbouncer::installed())) {
    matview_test::quiz_database quiz;
    const matview_test::pgbouncer pooler(2);
    matview::connection db(
        {.conninfo = pooler.conninfo(quiz.database.name()), .time_zone = "Asia/Tokyo", .pooled = true});
    auto p = db.pipeline();
    for (int round = 0; round < 3; ++round) {
        auto zone = p.query<std::string>("SHOW TimeZone");
        auto users = p.fetch(from<User>().filter(col<&User::id> > 1));
        auto failed = p.query<int>("SELECT 1 / $1", 0);
        auto behind = p.count<User>();
        p.run();
        CHECK_EQ(zone.get().at(0), "Asia/Tokyo");
        CHECK_EQ(users.get().size(), 4);
        CHECK_EQ(thrown_by<matview::server_error>([&] { failed.get(); }).sqlstate(), "22012");
        thrown_by<matview::pipeline_aborted>([&] { behind.get(); });
    }
}
