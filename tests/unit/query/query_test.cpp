// Queries are values: what a verb gives is new, what it was called on stays. Texts are checked in integration/golden_sql_test.
#include <doctest/doctest.h>

#include <thread>

#include <fmt/format.h>

#include <matview/fmt.hpp>

#include "../../models.hpp"

using matview::asc;
using matview::col;
using matview::from;
using quiz::Leaderboard;
using quiz::User;

TEST_CASE("verbs leave the query as it is") {
    const auto all = from<User>();
    const std::string before = all.sql().text;
    const auto narrowed = all.filter(col<&User::active>).order_by(asc<&User::id>).limit(3);
    CHECK_EQ(all.sql().text, before);
    CHECK_NE(narrowed.sql().text, before);
    auto q = narrowed;
    q = q.filter(col<&User::id> > 3);
    CHECK_EQ(narrowed.sql().parameters.size(), 0);
    CHECK_EQ(q.sql().parameters.size(), 1);
    const auto moved = std::move(q);
    CHECK_EQ(moved.sql().parameters.size(), 1);
}

TEST_CASE("a query has a name and lives in a class") {
    struct Service {
        matview::query<Leaderboard> top = from<Leaderboard>().limit(10);
        matview::query<Leaderboard> of(bool related) const {
            return related ? top.select_related<&Leaderboard::user>() : top;
        }
    };
    const Service service;
    CHECK(service.of(true).sql().text.find("JOIN") != std::string::npos);
    CHECK(service.of(false).sql().text.find("JOIN") == std::string::npos);
}

TEST_CASE("the text is rendered once and kept, also when threads ask together") {
    const auto q = from<Leaderboard>().filter(col<&Leaderboard::user, &User::username> == "x").limit(5);
    std::vector<const std::string*> seen(8);
    std::vector<std::thread> threads;
    for (auto& place : seen) threads.emplace_back([&q, &place] { place = &q.sql().text; });
    for (auto& thread : threads) thread.join();
    for (const auto* text : seen) CHECK_EQ(text, seen[0]);
}

TEST_CASE("selecting a relation twice joins it once") {
    const auto q = from<Leaderboard>()
                       .select_related<&Leaderboard::user>()
                       .select_related<&Leaderboard::user, &User::team>()
                       .filter(col<&Leaderboard::user, &User::active>);
    const std::string& text = q.sql().text;
    CHECK_EQ(text.find("auth_user"), text.rfind("auth_user"));
}

TEST_CASE("conditions are values") {
    matview::condition<User> any;
    CHECK_EQ(from<User>().filter(any).sql().text, from<User>().sql().text);
    std::vector<matview::condition<User>> named;
    for (const char* name : {"a", "b", "c"}) named.push_back(col<&User::username> == name);
    any = any_of(named);
    const auto q = from<User>().filter(any && col<&User::active>);
    CHECK(
        q.sql().text.find("(t0.\"username\" = $1 OR t0.\"username\" = $2 OR t0.\"username\" = $3) AND t0.\"active\"") !=
        std::string::npos);
}

TEST_CASE("a long condition neither nests deeply nor overflows") {
    matview::condition<User> any = !matview::condition<User>();
    for (int i = 0; i < 3000; ++i) any = any || col<&User::id> == i;
    CHECK_EQ(from<User>().filter(any).sql().parameters.size(), 3000);
}

TEST_CASE("parameters can be read") {
    const auto q = from<User>().filter(col<&User::username> == "o'hara", col<&User::id>.in({1, 2}));
    CHECK_EQ(q.sql().parameters[0].to_string(), "'o''hara'");
    CHECK_EQ(q.sql().parameters[1].to_string(), "{1,2}");
    CHECK(to_string(q.sql()).find("$1 = 'o''hara', $2 = {1,2}") != std::string::npos);
    CHECK_EQ(fmt::format("{}", q.sql()), to_string(q.sql()));
}

TEST_CASE("the formatters of matview/fmt.hpp keep width and alignment") {
    CHECK_EQ(fmt::format("{:>8}|", matview::numeric("12.50")), "   12.50|");
    CHECK_EQ(fmt::format("{}", matview::uuid()), "00000000-0000-0000-0000-000000000000");
    CHECK_EQ(fmt::format("{:<10}|", matview::time_of_day(std::chrono::hours(24))), "24:00:00  |");
}
