// The server's DETAIL carries values of rows: an option keeps it out. And SQL is sent whole, or not at all.
#include <doctest/doctest.h>

#include <support/thrown_by.hpp>

#include "../quiz_database.hpp"

using matview_test::thrown_by;

namespace {
struct Named {
    std::string name;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("named");
        using primary_key = matview::key<&Named::name>;
        static constexpr auto definition = "SELECT name FROM name_source";
    };
};
}  // namespace

TEST_CASE("errors: values of duplicate rows are in the detail, and are kept out where that is asked for") {
    matview_test::test_database database;
    matview_test::raw_connection other(database.conninfo());
    other.exec("CREATE TABLE name_source (name text); INSERT INTO name_source VALUES ('Ada Lovelace')");
    matview::connection open(database.conninfo());
    matview::connection discreet({.conninfo = database.conninfo(), .server_detail = false});
    open.create<Named>();
    other.exec("INSERT INTO name_source VALUES ('Ada Lovelace')");
    for (const bool concurrently : {false, true}) {
        CAPTURE(concurrently);
        const auto refresh = [&](matview::session& on) {
            return thrown_by<matview::duplicate_rows>(
                [&] { concurrently ? on.refresh_concurrently<Named>() : on.refresh<Named>(); });
        };
        CHECK(std::string(refresh(open).what()).find("Ada Lovelace") != std::string::npos);
        const auto e = refresh(discreet);
        CHECK(std::string(e.what()).find("Ada") == std::string::npos);
        CHECK_EQ(e.detail(), "");
        CHECK_FALSE(e.hint().empty());
    }
}

TEST_CASE("errors: SQL with a NUL character is not cut at it") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (1), (2)");
    const std::string cut("DELETE FROM kept\0 WHERE n = 1", 29);
    CHECK_THROWS_AS(db.execute(cut), matview::query_error);
    CHECK_THROWS_AS(db.execute(cut + " AND $1", true), matview::query_error);
    CHECK_THROWS_AS(db.query<int>(std::string("SELECT 1\0", 9)), matview::query_error);
    CHECK_EQ(db.query<std::int64_t>("SELECT count(*) FROM kept").at(0), 2);
}
