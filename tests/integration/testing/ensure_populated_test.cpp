// ensure_populated: refreshes what holds no data, what others read first, and nothing else.
#include <doctest/doctest.h>

#include <matview/testing.hpp>

#include "../../models.hpp"

using matview::testing::ensure_populated;

namespace {

struct Base {
    std::int32_t n;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("base");
        static constexpr auto definition = "SELECT n, now() AS made FROM number";
    };
};
struct Sum {  // of base, by way of a plain view
    std::int64_t sum;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("sum_of_base");
        static constexpr auto definition = "SELECT sum(n) AS sum FROM between_them";
    };
};
struct Top {
    std::int64_t sum;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("top");
        static constexpr auto definition = "SELECT s.sum FROM sum_of_base AS s, base LIMIT 1";
    };
};
struct Plain {
    std::int32_t n;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("number");  // which is a table
    };
};

struct test {
    matview::testing::database database;
    matview::connection db{database.conninfo()};

    explicit test(const matview::create_options& options) {
        db.execute("CREATE TABLE number (n int); INSERT INTO number VALUES (1), (2)");
        db.create<Base>(options);
        db.execute("CREATE VIEW between_them AS SELECT * FROM base");
        db.create<Sum>(options);
        db.create<Top>(options);
    }
};

std::vector<std::string> names(const std::vector<matview::refresh_result>& done) {
    std::vector<std::string> all;
    for (const matview::refresh_result& one : done) all.push_back(one.view);
    return all;
}

}  // namespace

TEST_CASE("views are populated after those that they read, in whatever order they are named") {
    test t({.with_data = false});
    CHECK_EQ(names(ensure_populated<Top, Sum, Top, Base>(t.db)),
             std::vector<std::string>{"base", "sum_of_base", "top"});
    CHECK_EQ(t.db.fetch<Top>().front().sum, 3);
    CHECK(ensure_populated<Top, Sum, Base>(t.db).empty());
}

TEST_CASE("what holds data is not refreshed, however old it is") {
    test t({.with_data = true});
    t.db.execute("INSERT INTO number VALUES (10)");
    CHECK(ensure_populated<Base, Sum>(t.db).empty());
    CHECK_EQ(t.db.count<Base>(), 2);

    t.db.execute("REFRESH MATERIALIZED VIEW base WITH NO DATA");
    CHECK_EQ(names(ensure_populated<Sum, Base>(t.db)), std::vector<std::string>{"base"});
    CHECK_EQ(t.db.count<Base>(), 3);
    CHECK_EQ(t.db.fetch<Sum>().front().sum, 3);
}

TEST_CASE("in a transaction it is a part of it") {
    test t({.with_data = false});
    {
        matview::transaction work(t.db);
        CHECK_EQ(ensure_populated<Base>(work).size(), 1);
    }
    CHECK_FALSE(t.db.is_populated<Base>());
}

TEST_CASE("one that is not there or is no materialized view fails before any is refreshed") {
    test t({.with_data = false});
    CHECK_THROWS_AS((ensure_populated<Base, quiz::Leaderboard>(t.db)), matview::undefined_relation);
    CHECK_THROWS_AS((ensure_populated<Base, Plain>(t.db)), matview::wrong_relation_kind);
    CHECK_FALSE(t.db.is_populated<Base>());
    // An empty one that is not named is not refreshed along: the server says so.
    CHECK_THROWS_AS(ensure_populated<Sum>(t.db), matview::not_populated);
    CHECK_FALSE(t.db.is_populated<Base>());
}

TEST_CASE("its options are those of refresh") {
    test t({.with_data = false});
    matview::connection other(t.database.conninfo());
    matview::transaction holds(other);
    holds.execute("CREATE INDEX ON base (n)");
    CHECK_THROWS_AS(ensure_populated<Base>(t.db, {.lock_timeout = std::chrono::milliseconds(50)}),
                    matview::lock_timeout);
}
