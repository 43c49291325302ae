// A hundred processes that ask for the same refresh at once. What was refreshed is counted in the server's log.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include <support/counted_server.hpp>
#include <support/pgbouncer.hpp>
#include <support/raw_connection.hpp>
#include <support/test_database.hpp>

#include "board.hpp"
#include "crowd.hpp"

namespace {

constexpr int many = 100;

/// Room for them, and for the connections with which they watch a lock.
class many_at_once {
public:
    explicit many_at_once(double seconds) : server_({"max_connections=400"}), on_(server_.conninfo("test")) {
        on_.exec(processes::board_sql);
        on_.exec("UPDATE pace SET seconds = " + std::to_string(seconds));
    }

    std::vector<std::string> ask(const std::string& verb) {
        processes::crowd all(many, server_.conninfo("refresher"), verb);
        static_cast<void>(server_.ran("refresher"));
        all.go();
        return all.said();
    }
    long refreshes() {
        const auto ran = server_.ran("refresher");
        return std::count_if(ran.begin(), ran.end(), [](const std::string& sql) { return sql.starts_with("REFRESH"); });
    }

private:
    matview_test::counted_server server_;
    matview_test::raw_connection on_;
};

long count(const std::vector<std::string>& said, const std::string& what) {
    return std::count(said.begin(), said.end(), what);
}

std::string others(const std::vector<std::string>& said, std::initializer_list<const char*> known) {
    std::string found;
    for (const std::string& one : said)
        if (std::find(known.begin(), known.end(), one) == known.end()) found += one + "\n";
    return found;
}

}  // namespace

TEST_CASE("of a hundred that wait, two refresh at most, and everybody has one that started after its call") {
    many_at_once at(0.5);
    for (int round = 0; round < 2; ++round) {  // in the first the table of starts is made, by all at once
        const auto said = at.ask("wait");
        const long ran = at.refreshes();
        CHECK_EQ(others(said, {"refreshed later 1", "joined later 0"}), "");
        CHECK_GE(ran, 1);
        CHECK_LE(ran, 2);
        CHECK_EQ(count(said, "refreshed later 1"), ran);
        CHECK_EQ(count(said, "joined later 0"), many - ran);
    }
}

TEST_CASE("of a hundred that skip, one refreshes") {
    many_at_once at(5);
    const auto said = at.ask("skip");
    CHECK_EQ(at.refreshes(), 1);
    CHECK_EQ(others(said, {"refreshed later 1", "skipped earlier 0"}), "");
    CHECK_EQ(count(said, "refreshed later 1"), 1);
}

TEST_CASE("of a hundred that fail where one is running, one refreshes") {
    many_at_once at(5);
    const auto said = at.ask("fail");
    CHECK_EQ(at.refreshes(), 1);
    CHECK_EQ(others(said, {"refreshed later 1", "running"}), "");
    CHECK_EQ(count(said, "refreshed later 1"), 1);
}

TEST_CASE("of a hundred that want rows of the last hour, one refreshes") {
    many_at_once at(0.2);
    const auto said = at.ask("hourly");
    CHECK_EQ(at.refreshes(), 1);
    CHECK_EQ(count(said, "refreshed later 1"), 1);
    const auto again = at.ask("hourly");
    CHECK_EQ(at.refreshes(), 0);
    CHECK_EQ(count(again, "skipped earlier 0"), many);
}

TEST_CASE("behind a pooler that gives each transaction another session" *
          doctest::skip(!matview_test::pgbouncer::installed())) {
    constexpr int some = 20;
    matview_test::test_database database;
    matview_test::raw_connection on(database.conninfo());
    on.exec(processes::board_sql);
    on.exec("UPDATE pace SET seconds = 0.5");
    const auto refreshes = [&] { return std::stol(*on.rows("SELECT last_value FROM refreshes").at(0).at(0)); };
    const long before = refreshes();
    const matview_test::pgbouncer pooler(some);
    for (const std::string verb : {"wait", "skip"}) {
        CAPTURE(verb);
        if (verb == "skip") on.exec("UPDATE pace SET seconds = 5");
        const long at_first = refreshes();
        processes::crowd all(some, pooler.conninfo(database.name()), verb + "-pooled");
        all.go();
        const auto said = all.said();
        const long ran = refreshes() - at_first;
        CHECK_GE(ran, 1);
        CHECK_LE(ran, verb == "wait" ? 2 : 1);
        CHECK_EQ(count(said, "refreshed later 1"), ran);
        CHECK_EQ(others(said, {"refreshed later 1", verb == "wait" ? "joined later 0" : "skipped earlier 0"}), "");
    }
    CHECK_GT(refreshes(), before);
}
