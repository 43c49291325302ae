// stream, for_each and fetch_into: how they begin, go on and end, and what the connection can do meanwhile and afterwards.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include <atomic>
#include <ranges>
#include <thread>

#include <support/thrown_by.hpp>

#include "../quiz_database.hpp"
#include "ways.hpp"

using namespace std::chrono_literals;
using matview::col;
using matview::from;
using matview_test::thrown_by;
using streams_test::source;

namespace {

/// 20,000 rows: some megabytes, more than what fits into the buffers between here and the server.
struct Number {
    std::int32_t n;
    std::string words;
    struct Meta {
        static constexpr auto relation = matview::view("numbers");
        using primary_key = matview::key<&Number::n>;
    };
};

/// Nothing of these is copied.
struct Author {
    std::int64_t id;
    std::string_view name;
    struct Meta {
        static constexpr auto relation = matview::table("author");
        using primary_key = matview::key<&Author::id>;
    };
};
struct Page {
    std::int64_t id;
    std::string_view words;
    std::optional<std::string_view> note;
    std::optional<std::span<const std::byte>> scan;
    std::optional<matview::foreign_key<Author>> author;
    struct Meta {
        static constexpr auto relation = matview::table("page");
        using primary_key = matview::key<&Page::id>;
    };
};

constexpr std::int32_t numbers = 20'000;

using numbers_stream = matview::row_stream<Number>;
static_assert(std::ranges::input_range<numbers_stream>);
static_assert(!std::ranges::forward_range<numbers_stream>);
static_assert(std::is_move_constructible_v<numbers_stream> && std::is_move_assignable_v<numbers_stream>);
static_assert(!std::is_copy_constructible_v<numbers_stream>);

struct streaming {
    streaming() {
        quiz.other.exec(
            "CREATE VIEW numbers AS SELECT n, repeat('x', 200) AS words FROM generate_series(1, 20000) AS n");
        db.emplace(matview::connection_options{.conninfo = quiz.database.conninfo(), .observer = watcher});
    }
    /// Whether the connection does what it did before.
    void check_usable() {
        REQUIRE(db->usable());
        const auto answer = db->query<int>("SELECT 42");
        CHECK_EQ(answer.at(0), 42);
    }

    matview_test::quiz_database quiz;
    std::shared_ptr<streams_test::source_watcher> watcher = std::make_shared<streams_test::source_watcher>();
    std::optional<matview::connection> db;
};

/// The same rows by each of the ways that a stream takes: COPY, in parts, and as one result.
const std::vector<matview::query<Number>>& each_way() {
    static const std::vector<matview::query<Number>> queries{from<Number>(), from<Number>().filter(col<&Number::n> > 0),
                                                             from<Number>().filter(col<&Number::n> < 400).limit(399)};
    return queries;
}

void check_numbers(const Number& row, std::int32_t expected) {
    if (row.n != expected || row.words.size() != 200) FAIL("row " << expected << " is " << row.n);
}

}  // namespace

TEST_CASE("a stream is an input range over one reused row") {
    streaming on;
    for (const auto& q : each_way()) {
        std::int32_t rows = 0;
        const Number* place = nullptr;
        for (const Number& row : on.db->stream(q)) {
            check_numbers(row, ++rows);
            if (place) REQUIRE_EQ(&row, place);
            place = &row;
        }
        CHECK_EQ(rows, q.sql().text.ends_with("LIMIT 399") ? 399 : numbers);
        on.check_usable();
    }
#if !defined(__clang__) || __clang_major__ >= 16  // earlier ones do not compile the views of libstdc++
    auto odd = on.db->stream<Number>() | std::views::filter([](const Number& row) { return row.n % 2 == 1; }) |
               std::views::take(3);
    std::vector<std::int32_t> found;
    for (const Number& row : odd) found.push_back(row.n);
    CHECK_EQ(found, std::vector<std::int32_t>{1, 3, 5});
#endif
}

TEST_CASE("streams of related rows, of no rows, moved, and outliving their query and their connection") {
    streaming on;
    std::vector<std::string> players;
    for (const auto& row : on.db->stream(from<quiz::Leaderboard>().select_related<&quiz::Leaderboard::user>().order_by(
             matview::asc<&quiz::Leaderboard::user>)))
        players.push_back(row.user.exists() ? row.user->username : "gone");
    CHECK_EQ(players, std::vector<std::string>{"ann", "bob", R"(cy%_\)", "dan", "eve", "gone"});

    for (const auto& row : on.db->stream(from<Number>().filter(col < &Number::n >> numbers))) FAIL(row.n);
    for (const auto& row : on.db->stream(from<Number>().limit(0))) FAIL(row.n);
    { const auto never_begun = on.db->stream<Number>(); }
    on.check_usable();

    std::optional<numbers_stream> outer;
    outer.emplace(on.db->stream(from<Number>().filter(col<&Number::n> > 10)));
    check_numbers(*outer->begin(), 11);
    numbers_stream moved = std::move(*outer);
    outer.reset();
    auto at = moved.begin();
    check_numbers(*at, 11);
    check_numbers(*++at, 12);
    on.db.reset();  // the stream holds what it reads from
    std::int32_t last = 0;
    for (; at != moved.end(); ++at) last = at->n;
    CHECK_EQ(last, numbers);
}

TEST_CASE("for_each calls for each row, says how many, and ends with what the call throws") {
    streaming on;
    for (const auto& q : each_way()) {
        std::int32_t rows = 0;
        const auto all = on.db->for_each(q, [&rows](const Number& row) { check_numbers(row, ++rows); });
        CHECK_EQ(all, static_cast<std::uint64_t>(rows));
        const auto e = thrown_by<std::runtime_error>([&] {
            on.db->for_each(q, [](const Number& row) {
                if (row.n == 17) throw std::runtime_error("enough");
            });
        });
        CHECK_EQ(std::string(e.what()), "enough");
        on.check_usable();
    }
}

TEST_CASE("fetch_into uses the rows of a vector again, and leaves none where it fails") {
    streaming on;
    std::vector<Number> rows;
    on.db->fetch_into(rows, from<Number>());
    REQUIRE_EQ(rows.size(), numbers);
    const Number* const place = rows.data();
    const char* const text = rows[5].words.data();
    on.db->fetch_into(rows, from<Number>().filter(col<&Number::n> > 100));
    REQUIRE_EQ(rows.size(), numbers - 100);
    for (std::int32_t i = 0; i < numbers - 100; ++i) check_numbers(rows[static_cast<std::size_t>(i)], i + 101);
    CHECK_EQ(rows.data(), place);
    CHECK_EQ(static_cast<const void*>(rows[5].words.data()), static_cast<const void*>(text));
    on.db->fetch_into(rows, from<Number>().limit(3));
    CHECK_EQ(rows.size(), 3);
    on.quiz.other.exec("DROP VIEW numbers; CREATE VIEW numbers AS SELECT 1 AS n, NULL::text AS words");
    thrown_by<matview::mapping_error>([&] { on.db->fetch_into(rows, from<Number>()); });
    CHECK(rows.empty());
    on.check_usable();
}

TEST_CASE("views point into the row that came, whichever way it came") {
    streaming on;
    on.quiz.other.exec(R"sql(
        CREATE TABLE author (id bigint PRIMARY KEY, name text NOT NULL);
        INSERT INTO author VALUES (1, 'ann'), (2, 'bob');
        CREATE TABLE page AS SELECT n::bigint AS id, repeat(md5(n::text), CASE WHEN n % 100 = 0 THEN 5000 ELSE n % 10 END) AS words,
            CASE WHEN n % 3 > 0 THEN 'note ' || n END AS note, CASE WHEN n % 5 > 0 THEN decode(md5(n::text), 'hex') END AS scan,
            CASE WHEN n % 4 < 3 THEN (n % 4)::bigint END AS author_id
        FROM generate_series(1, 1000) AS n)sql");
    const auto all = from<Page>().select_related<&Page::author>().order_by(matview::asc<&Page::id>);
    const auto expected = on.quiz.other.rows(
        "SELECT words, note, encode(scan, 'hex'), author_id, name FROM page LEFT JOIN author ON author.id = author_id "
        "ORDER BY page.id");
    for (const auto& q : {all, all.filter(col<&Page::words> != std::string_view("x")), all.limit(450)}) {
        std::size_t rows = 0;
        for (const Page& row : on.db->stream(q)) {
            const auto& right = expected.at(rows++);
            bool same = row.words == right[0] && row.note == right[1] && row.author.has_value() == right[3].has_value();
            std::string scan;
            if (row.scan)
                for (const std::byte b : *row.scan) scan += fmt::format("{:02x}", b);
            same = same && row.scan.has_value() == right[2].has_value() && scan == right[2].value_or("");
            if (row.author) same = same && row.author->exists() == right[4].has_value();
            if (row.author && row.author->exists()) same = same && (*row.author)->name == right[4];
            if (!same) FAIL("row " << rows);
        }
        CHECK_EQ(rows, q.sql().text.ends_with("LIMIT 450") ? 450 : 1000);
    }
    CHECK_EQ(on.db->count(from<Page>().filter(col<&Page::words>.starts_with("c4ca"))), 1);
    CHECK_EQ(on.db->count(from<Page>().filter(col<&Page::words> == "c4ca4238a0b923820dcc509a6f75849b")), 1);
    CHECK_EQ(on.db->execute("UPDATE page SET note = $1 WHERE id = $2", std::string_view("new"), 1), 1);
    CHECK_EQ(on.db->query<std::string>("SELECT note FROM page WHERE id = 1").at(0), "new");
    CHECK_EQ(to_string(on.db->verify<Page>()), "");
}

TEST_CASE("while a stream is read its connection does nothing else, and says so") {
    streaming on;
    for (const auto& q : each_way()) {
        auto rows = on.db->stream(q);
        auto at = rows.begin();
        if (on.watcher->runs(q.sql().text) == 0) {  // its result is still on its way
            for (const auto& other : {from<Number>(), q}) {
                const auto e = thrown_by<matview::query_error>([&] { on.db->fetch(other); });
                CHECK_NE(std::string(e.what()).find("still being read"), std::string::npos);
                CHECK_NE(e.hint().find("destroy it first"), std::string::npos);
                CHECK(e.connection_usable());
            }
            thrown_by<matview::query_error>([&] { on.db->execute("SELECT 1"); });
            thrown_by<matview::query_error>([&] { on.db->stream(q).begin(); });
            thrown_by<matview::query_error>([&] { on.db->refresh<quiz::Leaderboard>(); });
            const auto e = thrown_by<matview::query_error>([&] { matview::transaction tx(*on.db); });
            CHECK_NE(std::string(e.what()).find("still being read"), std::string::npos);
        } else {
            on.check_usable();  // all of it is here
        }
        std::int32_t n = 0;
        for (; at != rows.end(); ++at) check_numbers(*at, ++n);  // what was refused has not harmed it
        CHECK_GE(n, 399);
        on.check_usable();
    }
}

TEST_CASE("a stream left early, in a transaction: it goes on") {
    streaming on;
    for (const auto& q : each_way()) {
        matview::transaction tx(*on.db);
        tx.execute("CREATE TEMP TABLE kept (n int) ON COMMIT DROP");
        tx.execute("INSERT INTO kept VALUES (1)");
        for (const Number& row : tx.stream(q))
            if (row.n == 5) break;
        CHECK_EQ(tx.query<int>("SELECT n FROM kept").at(0), 1);
        {
            const matview::savepoint part(tx);
            for (const Number& row : tx.stream(q))
                if (row.n == 5) break;
        }
        CHECK_EQ(tx.query<int>("SELECT n FROM kept").at(0), 1);
        tx.commit();
        on.check_usable();
    }
}

TEST_CASE("a transaction cannot be committed below a stream, and can be behind it") {
    streaming on;
    for (const auto& q : {each_way()[0], each_way()[1]}) {
        matview::transaction tx(*on.db);
        tx.execute("INSERT INTO team VALUES (7, 'green')");
        auto rows = tx.stream(q);
        auto at = rows.begin();
        const auto e = thrown_by<matview::query_error>([&] { tx.commit(); });
        CHECK_EQ(e.query(), "COMMIT");
        std::int32_t n = 0;
        for (; at != rows.end(); ++at) check_numbers(*at, ++n);
        CHECK_EQ(n, numbers);
        tx.commit();
        on.db->execute("DELETE FROM team WHERE id = 7");
    }
}

TEST_CASE("a transaction that ends below a stream ends the stream") {
    streaming on;
    for (const auto& q : {each_way()[0], each_way()[1]}) {
        matview::transaction tx(*on.db);
        auto rows = tx.stream(q);
        auto at = rows.begin();
        tx.rollback();
        CHECK_FALSE(on.db->cancel());  // nothing is under way
        on.check_usable();
        const auto e = thrown_by<matview::query_error>([&] {
            for (; at != rows.end(); ++at) continue;
        });
        CHECK_NE(std::string(e.what()).find("rolled back"), std::string::npos);
        on.check_usable();
    }
}

TEST_CASE("a stream that was read or has failed is nothing for a cancel to meet, though it is still there") {
    streaming on;
    for (const auto& q : {each_way()[0], each_way()[1]}) {
        auto whole = on.db->stream(q);
        std::int32_t n = 0;
        for (const Number& row : whole) check_numbers(row, ++n);
        CHECK_EQ(n, numbers);
        CHECK_FALSE(on.db->cancel());
        on.check_usable();

        auto stopped = on.db->stream(q);
        auto at = stopped.begin();
        CHECK(on.db->cancel());
        static_cast<void>(thrown_by<matview::query_canceled>([&] {
            for (; at != stopped.end(); ++at) continue;
        }));
        CHECK_FALSE(on.db->cancel());
        on.check_usable();
    }
}

TEST_CASE("settings of a call are in force for all of a stream, and gone behind it") {
    streaming on;
    on.quiz.other.exec(
        "CREATE OR REPLACE VIEW numbers AS SELECT n, current_setting('statement_timeout') AS words "
        "FROM generate_series(1, 20000) AS n");
    for (const auto& q : {each_way()[0], each_way()[1]}) {
        auto limited = on.db->within({.statement_timeout = 77s});
        std::int32_t rows = 0;
        for (const Number& row : limited.stream(q)) {
            if (row.words != "77s") FAIL(row.words);
            ++rows;
        }
        CHECK_EQ(rows, numbers);
        for (const Number& row : limited.stream(q))
            if (row.n == 3) break;
        CHECK_EQ(on.db->query<std::string>("SHOW statement_timeout").at(0), "0");
    }
}

TEST_CASE("a thousand streams left early, with cancels racing, leave the connection usable") {
    streaming on;
    std::atomic<bool> stop = false;
    std::atomic<int> delivered = 0;
    std::thread racer([&] {
        for (int i = 0; !stop; ++i) {
            if (on.db->cancel()) ++delivered;
            std::this_thread::sleep_for(std::chrono::microseconds(100 * (i % 37)));
        }
    });
    int canceled = 0, left = 0, wrong = 0;
    for (int round = 0; round < 1000; ++round) {
        const auto& q = each_way()[static_cast<std::size_t>(round % 2)];
        const std::int32_t until = round % 11 == 0 ? 3000 : round % 40;
        std::int32_t rows = 0;
        try {
            for (const Number& row : on.db->stream(q)) {
                if (row.n != ++rows) ++wrong;
                if (rows > until) break;
            }
            ++left;
        } catch (const matview::query_canceled& e) {
            if (!e.connection_usable()) ++wrong;
            ++canceled;
        }
        if (!on.db->usable()) ++wrong;
    }
    stop = true;
    racer.join();
    on.check_usable();
    MESSAGE(left << " left early, " << canceled << " cancelled; " << delivered.load() << " requests were delivered");
    CHECK_EQ(wrong, 0);
    CHECK_GT(left, 100);
    CHECK_GT(canceled, 0);
}
