// Every source gives the same rows for the same query: random tables with columns of many types, random queries.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <boost/pfr.hpp>
#include <random>

#include <support/raw_connection.hpp>
#include <support/test_database.hpp>

#include "ways.hpp"

using matview::col;
using matview::from;
using streams_test::source;

namespace {

enum class Mood { calm, cross };

struct Place {
    std::string street;
    std::optional<std::int32_t> number;
    struct Meta {
        static constexpr auto type = matview::composite_type("place");
    };
    bool operator==(const Place&) const = default;
};

}  // namespace

template <> struct matview::meta<Mood> { static constexpr auto type = matview::enum_type("mood"); };

namespace {

struct Owner {
    std::int64_t id;
    std::string name;
    struct Meta {
        static constexpr auto relation = matview::table("owner");
        using primary_key = matview::key<&Owner::id>;
    };
};

struct Wide {
    std::int64_t id;
    matview::foreign_key<Owner> owner;
    std::optional<bool> flag;
    std::optional<std::int16_t> small;
    std::optional<std::int32_t> whole;
    std::optional<double> real;
    std::string words;
    std::optional<std::string> note;
    std::optional<std::vector<std::byte>> raw;
    std::optional<matview::numeric> amount;
    std::optional<matview::uuid> token;
    std::optional<std::chrono::year_month_day> day;
    std::optional<std::chrono::sys_time<std::chrono::microseconds>> at;
    std::optional<std::chrono::local_time<std::chrono::microseconds>> there;
    std::optional<matview::interval> took;
    std::optional<matview::json> settings;
    std::optional<std::vector<std::optional<std::int32_t>>> scores;
    std::vector<std::string> tags;
    std::optional<matview::range<std::int32_t>> span;
    std::optional<Mood> mood;
    std::optional<Place> place;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("wide");
        using primary_key = matview::key<&Wide::id>;
    };
};

struct Bare {
    std::optional<std::int32_t> id, twice;
    struct Meta {
        static constexpr auto relation = matview::view("bare");
    };
};

std::string table_of(int rows, int longest) {
    return fmt::format(R"sql(
        DROP MATERIALIZED VIEW IF EXISTS wide;
        CREATE MATERIALIZED VIEW wide AS SELECT n::bigint AS id, (n % 7)::bigint AS owner_id,
            CASE WHEN random() < 0.9 THEN random() < 0.5 END AS flag,
            CASE WHEN random() < 0.9 THEN ((random() - 0.5) * 65534)::int2 END AS small,
            CASE WHEN random() < 0.9 THEN ((random() - 0.5) * 4294967294)::int4 END AS whole,
            CASE WHEN random() < 0.9 THEN (random() - 0.5) * 10 ^ (random() * 300) END AS real,
            repeat(md5(random()::text), (random() ^ 8 * {1})::int) AS words,
            CASE WHEN random() < 0.5 THEN left(md5(random()::text), (random() * 32)::int) END AS note,
            CASE WHEN random() < 0.9 THEN decode(repeat(md5(random()::text), (random() ^ 4 * 20)::int), 'hex') END AS raw,
            CASE WHEN random() < 0.9 THEN ((random() - 0.5) * 10 ^ (random() * 30))::numeric END AS amount,
            CASE WHEN random() < 0.9 THEN gen_random_uuid() END AS token,
            CASE WHEN random() < 0.9 THEN date '2000-01-01' + ((random() - 0.5) * 100000)::int END AS day,
            CASE WHEN random() < 0.9 THEN timestamptz '2000-01-01' + random() * interval '50 years' END AS at,
            CASE WHEN random() < 0.9 THEN timestamp '2000-01-01' - random() * interval '50 years' END AS there,
            CASE WHEN random() < 0.9 THEN random() * interval '3 months 5 days 7 hours' END AS took,
            CASE WHEN random() < 0.9 THEN jsonb_build_object('a', random(), 'b', md5(random()::text)) END AS settings,
            CASE WHEN random() < 0.9 THEN ARRAY[(random() * 9)::int, NULL, n] END AS scores,
            CASE WHEN random() < 0.5 THEN ARRAY[]::text[] ELSE ARRAY['', md5(n::text)] END AS tags,
            CASE WHEN random() < 0.9 THEN int4range((random() * 9)::int, (random() * 9)::int + 9) END AS span,
            CASE WHEN random() < 0.9 THEN (ARRAY['calm', 'cross'])[1 + n % 2]::mood END AS mood,
            CASE WHEN random() < 0.9 THEN ROW(md5(n::text), NULLIF(n % 3, 0))::place END AS place
        FROM generate_series(1, {0}) AS n;
        ANALYZE wide)sql",
                       rows, longest);
}

bool same(const Wide& a, const Wide& b) {
    bool all = true;
    boost::pfr::for_each_field(a, [&]<class F>(const F& field, auto index) {
        if constexpr (index == 1) {  // the key, and the related row where it was selected
            all = all && field.key() == b.owner.key() && field.loaded() == b.owner.loaded();
            if (field.loaded() && field.exists()) all = all && field->name == b.owner->name;
        } else {
            all = all && field == boost::pfr::get<index>(b);
        }
    });
    return all;
}

bool same(const std::vector<Wide>& a, const std::vector<Wide>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Wide& x, const Wide& y) { return same(x, y); });
}

struct read_by {
    source by;
    std::vector<Wide> rows;
};

struct two_ways {
    matview_test::test_database database;
    matview_test::raw_connection other{database.conninfo()};
    std::shared_ptr<streams_test::source_watcher> watcher = std::make_shared<streams_test::source_watcher>();
    matview::connection db{{.conninfo = database.conninfo(), .observer = watcher}};

    read_by fetched(const matview::query<Wide>& q, std::uint64_t expected) {
        auto rows = db.within({.expected_rows = expected}).fetch(q);
        return {way(q, rows.size()), std::move(rows)};
    }
    read_by streamed(const matview::query<Wide>& q) {
        std::vector<Wide> rows;
        for (Wide& row : db.stream(q)) rows.push_back(std::move(row));
        return {way(q, rows.size()), std::move(rows)};
    }
    source way(const matview::query<Wide>& q, std::size_t rows) {
        const auto run = watcher->last(q.sql().text);
        CHECK_EQ(run.rows, rows);
        CHECK_GE(run.bytes, rows);
        return run.by;
    }
};

}  // namespace

TEST_CASE("every source gives the same rows") {
    two_ways on;
    on.other.exec(R"sql(
        CREATE TYPE mood AS ENUM ('calm', 'cross');
        CREATE TYPE place AS (street text, number int);
        CREATE TABLE owner (id bigint PRIMARY KEY, name text NOT NULL);
        INSERT INTO owner VALUES (0, 'ann'), (1, 'bob'), (3, 'dan'))sql");
    const auto seed = std::random_device()();
    CAPTURE(seed);
    std::mt19937 dice(seed);
    const auto one_of = [&dice](int n) { return static_cast<int>(dice() % static_cast<unsigned>(n)); };
    on.other.exec(fmt::format("SELECT setseed({})", one_of(1000) / 1000.0));
    std::size_t rows = 0;
    std::vector<Wide> used_again;
    for (const int size : {0, 1, 2, 255, 256, 257, 512, 700, 1500}) {
        on.other.exec(table_of(size, size == 700 ? 20000 : 20));  // text of up to 640 KB: longer than any buffer
        for (int round = 0; round < 12; ++round) {
            CAPTURE(size);
            CAPTURE(round);
            matview::query<Wide> plain = from<Wide>().order_by(matview::asc<&Wide::id>);
            if (one_of(2)) plain = plain.select_related<&Wide::owner>();
            if (one_of(3) == 0) plain = plain.only<&Wide::id, &Wide::owner, &Wide::words, &Wide::tags, &Wide::place>();
            if (one_of(4) == 0) plain = plain.offset(one_of(size + 1));
            const auto limited = plain.filter(col<&Wide::id> > one_of(10) - 9);  // with a parameter, so without COPY

            const read_by whole = on.fetched(plain, 1);
            REQUIRE(whole.by == source::result);
            rows += whole.rows.size();
            const read_by copied = on.fetched(plain, 1'000'000);
            REQUIRE(copied.by == source::copy);
            REQUIRE(same(copied.rows, whole.rows));
            const read_by copied_one_by_one = on.streamed(plain);
            REQUIRE(copied_one_by_one.by == source::copy);
            REQUIRE(same(copied_one_by_one.rows, whole.rows));

            on.db.fetch_into(used_again, plain);
            REQUIRE(same(used_again, whole.rows));

            const read_by of_limited = on.fetched(limited, 1);
            REQUIRE(of_limited.by == source::result);
            const read_by in_parts = on.streamed(limited);
            REQUIRE(in_parts.by == streams_test::parts());
            REQUIRE(same(in_parts.rows, of_limited.rows));
            const read_by many = on.fetched(limited, 1'000'000);
            REQUIRE(many.by == (streams_test::parts() == source::chunked ? source::chunked : source::result));
            REQUIRE(same(many.rows, of_limited.rows));

            const auto first = plain.limit(one_of(400));
            const read_by few = on.streamed(first);
            REQUIRE(few.by == source::result);
            const read_by few_fetched = on.fetched(first, 1'000'000);
            REQUIRE(same(few.rows, few_fetched.rows));
        }
    }
    MESSAGE(rows << " rows by each source");
    CHECK_GT(rows, 10'000);
}

TEST_CASE("the way is chosen by what is known") {
    two_ways on;
    on.other.exec(R"sql(
        CREATE TYPE mood AS ENUM ('calm', 'cross');
        CREATE TYPE place AS (street text, number int);
        CREATE TABLE owner (id bigint PRIMARY KEY, name text NOT NULL))sql");
    on.other.exec(table_of(600, 1));
    const auto all = from<Wide>();
    const auto by = [&on](const matview::query<Wide>& q) {
        const auto rows = on.db.fetch(q);
        return on.way(q, rows.size());
    };
    CHECK(by(all) == source::copy);  // as the planner has it: 600 rows
    CHECK(by(all.limit(499)) == source::result);
    CHECK(by(all.limit(500)) == source::copy);
    on.other.exec("REFRESH MATERIALIZED VIEW wide");
    const auto few = all.filter(col<&Wide::id>.is_null());
    CHECK(by(few) == source::result);  // the planner expects one row

    // What was read the last time counts from then on.
    on.other.exec(table_of(3, 1));
    CHECK(by(all) == source::copy);
    CHECK(by(all) == source::result);
    CHECK_EQ(on.watcher->runs("EXPLAIN " + all.sql().text), 1);  // the first time only
    CHECK(by(all) == source::result);

    // A call's own hint is above all.
    const auto hinted = on.fetched(all, 600);
    CHECK(hinted.by == source::copy);
}

TEST_CASE("a query without columns has rows, whichever way they come") {
    two_ways on;
    on.other.exec("CREATE VIEW bare AS SELECT n AS id, n AS twice FROM generate_series(1, 3) AS n");
    const auto none = from<Bare>().defer<&Bare::id, &Bare::twice>();
    const auto filtered = none.filter(col<&Bare::id> > 0);
    for (const std::uint64_t expected : {std::uint64_t{1}, std::uint64_t{100'000}}) {
        CHECK_EQ(on.db.within({.expected_rows = expected}).fetch(none).size(), 3);
    }
    CHECK(on.watcher->last(none.sql().text).by == source::copy);
    CHECK_EQ(on.db.for_each(none, [](const Bare&) {}), 3);
    CHECK_EQ(on.db.for_each(filtered, [](const Bare&) {}), 3);
    CHECK(on.watcher->last(filtered.sql().text).by == streams_test::parts());
}
