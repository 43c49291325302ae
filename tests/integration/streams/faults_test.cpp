// What goes wrong while rows arrive, by each source: the rows that came before are right, then comes the error, and never a short result.
#include <doctest/doctest.h>

#include <cstdlib>
#include <thread>

#include <support/chaos_proxy.hpp>
#include <support/private_server.hpp>
#include <support/raw_connection.hpp>
#include <support/test_database.hpp>
#include <support/thrown_by.hpp>

#include "ways.hpp"

using namespace std::chrono_literals;
using matview::col;
using matview::from;
using matview_test::direction;
using matview_test::fault;
using matview_test::thrown_by;
using streams_test::source;

namespace {

struct Item {
    std::int32_t n;
    std::string words;
    struct Meta {
        static constexpr auto relation = matview::view("items");
        using primary_key = matview::key<&Item::n>;
    };
};

/// How a query is read, and how its rows come then.
struct way {
    const char* name;
    bool streamed;
    matview::query<Item> query;
    std::uint64_t expected_rows;
    source by;
};

std::vector<way> each_way() {
    const auto all = from<Item>(), some = from<Item>().filter(col<&Item::n> > 0);
    const source parts = streams_test::parts();
    return {
        {"fetch by result", false, all, 1, source::result},
        {"fetch by COPY", false, all, 100'000, source::copy},
        {"fetch in parts", false, some, 100'000, parts == source::chunked ? parts : source::result},
        {"stream by COPY", true, all, 100'000, source::copy},
        {"stream in parts", true, some, 100'000, parts},
    };
}

struct reading_of_items {
    explicit reading_of_items(const std::string& definition) { define(definition); }
    void define(const std::string& definition) {
        other.exec("DROP VIEW IF EXISTS items; CREATE VIEW items AS " + definition);
    }
    /// Reads until it fails or ends; the rows that came are checked to be the first ones, and counted. `at` is called behind each of a stream's.
    template <class At>
    std::int32_t read(matview::session& by_session, const way& by, std::exception_ptr& failure, const At& at) {
        std::int32_t rows = 0;
        const auto check = [&rows](const Item& row) {
            if (row.n != ++rows || row.words.size() != 200) FAIL("row " << rows << " is " << row.n);
        };
        auto limited = by_session.within({.expected_rows = by.expected_rows});
        try {
            if (by.streamed)
                for (const Item& row : limited.stream(by.query)) {
                    check(row);
                    at(rows);
                }
            else
                for (const Item& row : limited.fetch(by.query)) check(row);
        } catch (...) {
            failure = std::current_exception();
        }
        return rows;
    }
    template <class E, class At> E fail(const way& by, std::int32_t& rows, const At& at) {
        std::exception_ptr failure;
        rows = read(db, by, failure, at);
        REQUIRE_MESSAGE(failure, "nothing was thrown behind row " << rows);
        const auto run = watcher->last(by.query.sql().text);
        CHECK(run.by == by.by);
        CHECK(run.failed);
        return thrown_by<E>([&] { std::rethrow_exception(failure); });
    }

    matview_test::test_database database;
    matview_test::raw_connection other{database.conninfo()};
    std::shared_ptr<streams_test::source_watcher> watcher = std::make_shared<streams_test::source_watcher>();
    matview::connection db{{.conninfo = database.conninfo(), .observer = watcher}};
};

constexpr auto nothing = [](std::int32_t) {};

}  // namespace

TEST_CASE("an error of the server behind some rows") {
    reading_of_items on("SELECT n, repeat('x', 200 + 0 / (n - 1500)) AS words FROM generate_series(1, 20000) AS n");
    for (const way& by : each_way()) {
        CAPTURE(by.name);
        std::int32_t rows = 0;
        const auto e = on.fail<matview::server_error>(by, rows, nothing);
        CHECK_EQ(e.sqlstate(), "22012");
        CHECK_EQ(e.query(), by.query.sql().text);
        CHECK(e.connection_usable());
        if (by.by == source::copy || by.by == source::single_row) CHECK_EQ(rows, by.streamed ? 1499 : 0);
        CHECK_LT(rows, 1500);
        CHECK_EQ(on.db.query<int>("SELECT 1").at(0), 1);

        matview::transaction tx(on.db);
        std::exception_ptr failure;
        on.read(tx, by, failure, nothing);
        CHECK_EQ(thrown_by<matview::server_error>([&] { std::rethrow_exception(failure); }).sqlstate(), "22012");
        CHECK_EQ(thrown_by<matview::server_error>([&] { tx.query<int>("SELECT 1"); }).sqlstate(), "25P02");
    }
}

TEST_CASE("a value that a field does not hold, behind some rows") {
    reading_of_items on(
        "SELECT n, CASE WHEN n <> 700 THEN repeat('x', 200) END AS words FROM generate_series(1, 20000) AS n");
    for (const way& by : each_way()) {
        CAPTURE(by.name);
        std::exception_ptr failure;
        const std::int32_t rows = on.read(on.db, by, failure, nothing);
        CHECK_EQ(rows, by.streamed ? 699 : 0);
        const auto e = thrown_by<matview::mapping_error>([&] { std::rethrow_exception(failure); });
        CHECK_NE(std::string(e.what()).find("row 700"), std::string::npos);
        CHECK_NE(std::string(e.what()).find("words"), std::string::npos);
        CHECK_EQ(on.db.query<int>("SELECT 1").at(0), 1);

        matview::transaction tx(on.db);  // it goes on: the server knows of no failure, or it is undone
        on.read(tx, by, failure, nothing);
        if (by.streamed) CHECK_EQ(tx.query<int>("SELECT 1").at(0), 1);
    }
}

TEST_CASE("the backend is killed behind some rows") {
    reading_of_items on("SELECT n, repeat('x', 200) AS words FROM generate_series(1, 20000) AS n");
    for (const way& by : each_way()) {
        CAPTURE(by.name);
        on.db = matview::connection({.conninfo = on.database.conninfo(), .observer = on.watcher});
        const int process = on.db.backend_pid();
        const auto kill = [&] { on.other.exec("SELECT pg_terminate_backend(" + std::to_string(process) + ", 60000)"); };
        std::int32_t rows = 0;
        if (by.streamed) {
            const auto e = on.fail<matview::connection_error>(by, rows, [&](std::int32_t row) {
                if (row == 10) kill();
            });
            CHECK_FALSE(e.connection_usable());
            CHECK_GE(rows, 10);
            CHECK_LT(rows, 20000);
        } else {
            on.define(
                "SELECT n, repeat('x', 200) || pg_sleep(CASE WHEN n > 600 THEN 60 ELSE 0 END)::text AS words "
                "FROM generate_series(1, 20000) AS n");
            std::thread killer([&] {
                while (on.other
                           .rows("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = " +
                                 std::to_string(process))
                           .empty())
                    std::this_thread::sleep_for(1ms);
                kill();
            });
            const auto e = on.fail<matview::connection_error>(by, rows, nothing);
            killer.join();
            CHECK_FALSE(e.connection_usable());
            on.define("SELECT n, repeat('x', 200) AS words FROM generate_series(1, 20000) AS n");
        }
        CHECK_FALSE(on.db.usable());
    }
}

TEST_CASE("a cancel behind some rows") {
    reading_of_items on(
        "SELECT n, repeat('x', 200) || pg_sleep(CASE WHEN n > 5000 THEN 60 ELSE 0 END)::text AS words "
        "FROM generate_series(1, 20000) AS n");
    for (const way& by : each_way()) {
        CAPTURE(by.name);
        std::thread other([&] {
            while (on.other
                       .rows("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = " +
                             std::to_string(on.db.backend_pid()))
                       .empty())
                std::this_thread::sleep_for(1ms);
            CHECK(on.db.cancel());
        });
        std::int32_t rows = 0;
        const auto e = on.fail<matview::query_canceled>(by, rows, nothing);
        other.join();
        CHECK_EQ(e.sqlstate(), "57014");
        CHECK(e.connection_usable());
        if (by.streamed) CHECK_GT(rows, 1000);
        CHECK_LE(rows, 5000);
        CHECK_EQ(on.db.query<int>("SELECT 1").at(0), 1);
    }
}

TEST_CASE("a statement_timeout behind some rows") {
    reading_of_items on(
        "SELECT n, repeat('x', 200) || pg_sleep(CASE WHEN n > 5000 THEN 60 ELSE 0 END)::text AS words "
        "FROM generate_series(1, 20000) AS n");
    auto limited = on.db.within({.statement_timeout = 1s});
    for (const way& by : each_way()) {
        CAPTURE(by.name);
        std::exception_ptr failure;
        const std::int32_t rows = on.read(limited, by, failure, nothing);
        const auto e = thrown_by<matview::statement_timeout>([&] { std::rethrow_exception(failure); });
        CHECK_NE(std::string(e.what()).find("1000 ms"), std::string::npos);
        CHECK(e.connection_usable());
        if (by.streamed) CHECK_GT(rows, 0);
        CHECK_LE(rows, 5000);
        CHECK_EQ(on.db.query<int>("SELECT 1").at(0), 1);
    }
}

TEST_CASE("a link cut at any byte while rows arrive") {
    const matview_test::private_server server;
    matview_test::chaos_proxy proxy(server.directory().string() + "/.s.PGSQL.5432");
    matview::connection(server.conninfo())
        .execute("CREATE VIEW items AS SELECT n, repeat('x', 20) AS words FROM generate_series(1, 60) AS n");
    const matview::connection_options through{
        .conninfo = "host=127.0.0.1 user=postgres dbname=postgres sslmode=disable gssencmode=disable port=" +
                    std::to_string(proxy.port()),
        .connect_timeout = 300ms,
        .response_timeout = 300ms};
    // Returns whether it was whole. Whatever is read is right.
    const auto converse = [&through](const way& by) {
        std::int32_t rows = 0;
        try {
            matview::connection db(through);
            auto limited = db.within({.expected_rows = by.expected_rows});
            if (by.streamed)
                for (const Item& row : limited.stream(by.query)) REQUIRE_EQ(row.n, ++rows);
            else
                for (const Item& row : limited.fetch(by.query)) REQUIRE_EQ(row.n, ++rows);
        } catch (const matview::connection_error& e) {
            CHECK_FALSE(e.connection_usable());
            CHECK_LE(rows, 60);
            return false;
        }
        REQUIRE_EQ(rows, 60);
        return true;
    };
    const bool every_byte = std::getenv("MATVIEW_TEST_EVERY_BYTE") != nullptr;
    int cut = 0, whole = 0;
    for (const way& by : each_way()) {
        CAPTURE(by.name);
        proxy.set_plan({});
        const std::size_t to_client_before = proxy.passed(direction::to_client),
                          to_server_before = proxy.passed(direction::to_server);
        REQUIRE(converse(by));
        const std::size_t to_client = proxy.passed(direction::to_client) - to_client_before,
                          to_server = proxy.passed(direction::to_server) - to_server_before;
        for (const fault what : {fault::close, fault::reset, fault::stall})
            for (const direction to : {direction::to_client, direction::to_server}) {
                const std::size_t step = every_byte ? 1 : what == fault::stall ? 211 : 13;
                for (std::size_t after = 0; after < (to == direction::to_client ? to_client : to_server);
                     after += step) {
                    CAPTURE(after);
                    proxy.set_plan({what, to, after});
                    ++(converse(by) ? whole : cut);
                }
            }
    }
    MESSAGE(cut << " links cut, " << whole << " whole");
    CHECK_GT(cut, 100 * whole);
}
