// What an observer sees: each field of each event, on success and on failure.
#include <doctest/doctest.h>

#include <cstdlib>
#include <mutex>

#include "quiz_database.hpp"
#include "streams/ways.hpp"

using matview::col;
using matview::from;
using matview::statement_event;
using quiz::Leaderboard;
using quiz::Team;
using quiz::User;
using namespace std::chrono_literals;

namespace {

struct seen_statement {
    statement_event event;  // its texts are those below
    std::string text, sqlstate;
};
struct seen_refresh {
    matview::refresh_event event;
    std::string view, sqlstate;
    bool begin;
};

class recorder final : public matview::observer {
public:
    void on_statement(const statement_event& event) noexcept override {
        statements.push_back({event, std::string(event.text), std::string(event.sqlstate)});
    }
    void on_refresh_begin(const matview::refresh_event& event) noexcept override {
        refreshes.push_back({event, std::string(event.view), std::string(event.sqlstate), true});
    }
    void on_refresh_end(const matview::refresh_event& event) noexcept override {
        refreshes.push_back({event, std::string(event.view), std::string(event.sqlstate), false});
    }

    /// The only event of that text since the last call of `clear`.
    const seen_statement& only(std::string_view text, statement_event::kind what = statement_event::kind::run) const {
        const seen_statement* found = nullptr;
        for (const seen_statement& one : statements) {
            if (one.text != text || one.event.what != what) continue;
            REQUIRE_MESSAGE(!found, text << " was seen twice");
            found = &one;
        }
        REQUIRE_MESSAGE(found, text << " was not seen");
        return *found;
    }
    void clear() {
        statements.clear();
        refreshes.clear();
    }

    std::vector<seen_statement> statements;
    std::vector<seen_refresh> refreshes;
};

struct observed {
    explicit observed(matview::connection_options more = {}) {
        more.conninfo = quiz.database.conninfo();
        more.observer = eyes;
        db.emplace(more);
        eyes->clear();
    }
    matview_test::quiz_database quiz;
    std::shared_ptr<recorder> eyes = std::make_shared<recorder>();
    std::optional<matview::connection> db;
};

void check_failed(const seen_statement& one, std::string_view sqlstate) {
    CHECK(one.event.failed);
    CHECK_EQ(one.sqlstate, sqlstate);
    CHECK_EQ(one.event.rows, 0);
    CHECK_EQ(one.event.bytes, 0);
}

}  // namespace

TEST_CASE("a statement that is read: text, parameters, rows, bytes, duration, process") {
    observed on;
    const auto q = from<User>().filter(col<&User::active>, col<&User::username> != "bob");
    const std::string text = q.sql().text;
    CHECK_EQ(on.db->fetch(q).size(), 2);
    const seen_statement& prepared = on.eyes->statements.at(0);
    CHECK(prepared.event.what == statement_event::kind::prepare);
    CHECK_EQ(prepared.text, text);
    const seen_statement& run = on.eyes->only(text);
    CHECK_EQ(run.event.parameters, 1);
    CHECK_EQ(run.event.rows, 2);
    CHECK_GT(run.event.bytes, 2 * 3);
    CHECK_GT(run.event.duration.count(), 0);
    CHECK_FALSE(run.event.failed);
    CHECK_EQ(run.sqlstate, "");
    CHECK_EQ(run.event.backend_pid, on.db->backend_pid());
    on.eyes->clear();
    CHECK_EQ(on.db->fetch(q).size(), 2);
    CHECK_EQ(on.eyes->statements.size(), 1);  // it was prepared before

    on.eyes->clear();
    on.db->execute("SELECT pg_sleep(0.2)");
    CHECK_GE(on.eyes->only("SELECT pg_sleep(0.2)").event.duration, 200ms);
    CHECK_EQ(on.db->execute("UPDATE team SET name = name WHERE id < $1", 3), 2);
    CHECK_EQ(on.eyes->only("UPDATE team SET name = name WHERE id < $1").event.rows, 2);
}

TEST_CASE("statements that fail: when prepared, when run, in pooler mode, by a lost link") {
    observed on;
    CHECK_THROWS(on.db->query<int>("SELECT nothing FROM team WHERE id = $1", 1));
    check_failed(on.eyes->only("SELECT nothing FROM team WHERE id = $1", statement_event::kind::prepare), "42703");
    CHECK_THROWS(on.db->query<int>("SELECT 1 / $1", 0));
    check_failed(on.eyes->only("SELECT 1 / $1"), "22012");
    CHECK_EQ(on.eyes->only("SELECT 1 / $1").event.parameters, 1);
    CHECK_THROWS(on.db->execute("SELECT 1 / 0"));
    check_failed(on.eyes->only("SELECT 1 / 0"), "22012");
    on.quiz.other.exec("SELECT pg_terminate_backend(" + std::to_string(on.db->backend_pid()) + ", 5000)");
    CHECK_THROWS_AS(on.db->execute("SELECT 5"), matview::connection_error);
    CHECK(on.eyes->only("SELECT 5").event.failed);
    CHECK_EQ(on.eyes->only("SELECT 5").event.rows, 0);

    observed pooled({.pooled = true});
    CHECK_THROWS(pooled.db->query<int>("SELECT nothing FROM team WHERE id = $1", 1));
    check_failed(pooled.eyes->only("SELECT nothing FROM team WHERE id = $1", statement_event::kind::prepare), "42703");
    CHECK_EQ(pooled.db->query<int>("SELECT id FROM team WHERE id = $1", 2).at(0), 2);
    CHECK_EQ(pooled.eyes->only("SELECT id FROM team WHERE id = $1").event.rows, 1);
}

TEST_CASE("COPY and transaction control") {
    observed on;
    const char* const copy = "COPY team FROM STDIN";
    {
        matview::copy_in load(*on.db, copy);
        CHECK_EQ(on.eyes->only(copy).event.rows, 0);
        on.eyes->clear();
        load.row({"7", "seven"});
        load.row({"8", "eight"});
        load.finish();
    }
    CHECK_EQ(on.eyes->only(copy).event.rows, 2);
    CHECK_EQ(on.eyes->only(copy).event.bytes, std::string_view("7\tseven\n8\teight\n").size());
    on.eyes->clear();
    {
        matview::copy_in load(*on.db, copy);
        on.eyes->clear();
        load.row({"7", "again"});
        CHECK_THROWS(load.finish());
    }
    check_failed(on.eyes->only(copy), "23505");

    on.eyes->clear();
    {
        matview::transaction tx(*on.db, {.read_only = true});
        matview::savepoint part(tx);
        part.rollback();
        tx.commit();
    }
    { matview::transaction undone(*on.db); }
    std::vector<std::string> texts;
    for (const auto& one : on.eyes->statements) texts.push_back(one.text);
    CHECK_EQ(texts, std::vector<std::string>{"BEGIN READ ONLY", "SAVEPOINT \"matview_1\"",
                                             "ROLLBACK TO SAVEPOINT \"matview_1\"; RELEASE SAVEPOINT \"matview_1\"",
                                             "COMMIT", "BEGIN", "ROLLBACK"});
}

TEST_CASE("a refresh begins and ends, or fails") {
    observed on;
    on.db->refresh_concurrently<Leaderboard>();
    REQUIRE_EQ(on.eyes->refreshes.size(), 2);
    const seen_refresh begin = on.eyes->refreshes[0], end = on.eyes->refreshes[1];
    CHECK(begin.begin);
    CHECK_EQ(begin.view, "leaderboard");
    CHECK(begin.event.concurrently);
    CHECK_EQ(begin.event.backend_pid, on.db->backend_pid());
    CHECK_FALSE(end.begin);
    CHECK_EQ(end.view, "leaderboard");
    CHECK(end.event.concurrently);
    CHECK_FALSE(end.event.failed);
    CHECK_EQ(end.sqlstate, "");
    CHECK_GT(end.event.duration.count(), 0);
    CHECK_EQ(end.event.waited.count(), 0);

    on.eyes->clear();
    on.quiz.other.exec("BEGIN; SELECT FROM leaderboard");
    CHECK_THROWS_AS(on.db->refresh<Leaderboard>({.lock_timeout = 100ms}), matview::lock_timeout);
    on.quiz.other.exec("COMMIT");
    REQUIRE_EQ(on.eyes->refreshes.size(), 2);
    CHECK_FALSE(on.eyes->refreshes[1].event.concurrently);
    CHECK(on.eyes->refreshes[1].event.failed);
    CHECK_EQ(on.eyes->refreshes[1].sqlstate, "55P03");
    CHECK_GE(on.eyes->refreshes[1].event.duration, 100ms);

    on.eyes->clear();
    on.quiz.other.exec("DROP MATERIALIZED VIEW leaderboard");
    CHECK_THROWS_AS(on.db->refresh<Leaderboard>(), matview::undefined_relation);
    CHECK_EQ(on.eyes->refreshes.at(1).sqlstate, "42P01");

    on.eyes->clear();
    on.quiz.other.exec("SELECT pg_terminate_backend(" + std::to_string(on.db->backend_pid()) + ", 5000)");
    CHECK_THROWS_AS(on.db->refresh<Leaderboard>(), matview::connection_error);
    CHECK(on.eyes->refreshes.at(1).event.failed);
}

TEST_CASE("no password and no value is seen by an observer, and none is told by the error") {
    observed on;
    on.quiz.other.exec("CREATE ROLE matview_observed_" + on.quiz.database.name());
    const std::string role = "matview_observed_" + on.quiz.database.name();
    const std::vector<std::pair<std::string, bool>> statements{
        {"ALTER ROLE " + role + " PASSWORD 'it''s geheim'", true},
        {"ALTER ROLE " + role + " PASSWORD E'a\\'b geheim\\\\'", true},
        {"ALTER ROLE " + role + " PASSWORD $$ ' geheim $$", true},
        {"ALTER ROLE " + role + " ENCRYPTED PASSWORD '$$geheim'", true},
        {"ALTER ROLE " + role + " PASSWORD 'it's geheim'", false},
        {"ALTER ROLE " + role + " PASSWORD geheim", false},
        {"ALTER ROLE " + role + " PASSWORD 'geheim", false},
        {"ALTER ROLE " + role + " PASSWORD 'geheim' VALID UNTIL 'geheim'", false},
        {"CREATE USER MAPPING FOR " + role + " SERVER nowhere OPTIONS (user 'bob', password 'geheim')", false},
        {"DO $x$ BEGIN EXECUTE 'ALTER ROLE nobody_of_that_name PASSWORD ''geheim'''; END $x$", false},
    };
    for (const auto& one : statements) {
        const std::string& sql = one.first;
        const bool works = one.second;
        CAPTURE(sql);
        try {
            on.db->execute(sql);
            CHECK(works);
        } catch (const matview::error& failure) {
            CHECK_FALSE(works);
            for (const std::string& told :
                 {std::string(failure.what()), failure.message(), failure.query(), failure.detail(), failure.hint()})
                CHECK_EQ(told.find("geheim"), std::string::npos);
        }
    }
    on.quiz.other.exec("DROP ROLE " + role);
    CHECK_EQ(on.db->query<std::string>("SELECT $1::text", "geheim").at(0), "geheim");
    for (const auto& one : on.eyes->statements) CHECK_EQ(one.text.find("geheim"), std::string::npos);
}

TEST_CASE("server_detail = false keeps DETAIL and CONTEXT out of errors, notices and the observer") {
    const char* const fails = "INSERT INTO team VALUES (1, 'secret row')";
    const char* const within = "DO $$ BEGIN RAISE EXCEPTION 'no' USING DETAIL = 'secret row'; END $$";
    const char* const notes = "DO $$ BEGIN RAISE NOTICE 'note' USING DETAIL = 'secret row'; END $$";
    for (const bool detail : {true, false}) {
        CAPTURE(detail);
        std::vector<matview::notice> heard;
        observed on({.on_notice = [&](const matview::notice& n) { heard.push_back(n); }, .server_detail = detail});
        const auto detail_of = [&](const char* sql) {
            try {
                on.db->execute(sql);
            } catch (const matview::server_error& failure) {
                CHECK_EQ(failure.detail().empty(), std::string(failure.what()).find("detail:") == std::string::npos);
                return failure.detail();
            }
            return std::string("it did not fail");
        };
        CHECK_EQ(detail_of(fails).find("(1)") != std::string::npos, detail);
        CHECK_EQ(detail_of(within).find("secret row") != std::string::npos, detail);
        CHECK_EQ(detail_of(within).find("PL/pgSQL") != std::string::npos, detail);  // the CONTEXT
        CHECK_EQ(detail_of(within).empty(), !detail);
        on.db->execute(notes);
        CHECK_EQ(heard.at(0).detail, detail ? "secret row" : "");
        for (const auto& one : on.eyes->statements) CHECK_EQ(one.sqlstate.find("secret"), std::string::npos);
    }
}

TEST_CASE("line_observer writes a line for each statement and each refresh") {
    std::vector<std::string> lines;
    matview_test::quiz_database quiz;
    matview::connection db(
        {.conninfo = quiz.database.conninfo(),
         .observer = std::make_shared<matview::line_observer>([&](std::string_view l) { lines.emplace_back(l); })});
    CHECK_EQ(db.query<int>("SELECT\n   id FROM team\tWHERE id = $1", 2).at(0), 2);
    CHECK_THROWS(db.execute("SELECT 1 / 0"));
    db.refresh<Leaderboard>();
    db.for_each(from<Team>(), [](const Team&) {});
    db.for_each(from<Team>().filter(col<&Team::id> > 0), [](const Team&) {});
    const auto line_with = [&](std::string_view part) {
        for (const std::string& line : lines)
            if (line.find(part) != line.npos) return line;
        return std::string("no line has it");
    };
    const std::string pid = "matview [" + std::to_string(db.backend_pid()) + "] ";
    CHECK(line_with("ms rows=1").starts_with(pid));
    CHECK(line_with("ms rows=1").ends_with("parameters=1: SELECT id FROM team WHERE id = $1"));
    CHECK(line_with("prepare").ends_with(": SELECT id FROM team WHERE id = $1"));
    CHECK(line_with("by COPY rows=2 ").ends_with("FROM \"team\" AS t0"));
    CHECK(line_with(streams_test::parts() == statement_event::source::chunked ? "in chunks rows=2 "
                                                                              : "row by row rows=2 ")
              .ends_with("> $1"));
    CHECK(line_with("22012").find("FAILED 22012") != std::string::npos);
    CHECK_EQ(line_with("begins"), pid + "refresh of leaderboard begins");
    CHECK(line_with("ended").starts_with(pid + "refresh of leaderboard ended: "));
    for (const std::string& line : lines) CHECK_EQ(line.find('\n'), std::string::npos);

    // What it is given may throw: neither the verb nor the observer fails of it.
    matview::connection noisy({.conninfo = quiz.database.conninfo(),
                               .observer = std::make_shared<matview::line_observer>(
                                   [](std::string_view) { throw std::runtime_error("full"); })});
    CHECK_EQ(noisy.count<User>(), 5);
}
