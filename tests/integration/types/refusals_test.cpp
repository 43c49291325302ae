// What no C++ type reads is refused with the reason and the cast, and that cast helps.
#include "both_ways.hpp"

using namespace matview_test;

TEST_CASE("refused with the reason and the cast to use") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    CHECK_EQ(refused<matview::numeric>(db, "1::money AS price"),
             "its currency and its digits depend on the server's lc_monetary: cast in the SQL: \"price\"::numeric");
    CHECK_EQ(db.query<matview::numeric>("SELECT 1.5::money::numeric").at(0), matview::numeric("1.5"));
    CHECK_EQ(refused<std::string>(db, "'pg_class'::regclass AS c"),
             "it stands for an object of this database, whose name depends on the search_path: cast in the SQL: "
             "\"c\"::text");
    CHECK_EQ(db.query<std::string>("SELECT 'pg_class'::regclass::text").at(0), "pg_class");
    CHECK_EQ(db.query<std::int64_t>("SELECT 'pg_class'::regclass::oid").at(0), 1259);
    // Each of these casts gives text.
    for (const char* value :
         {"'int4'::regtype", "'now'::regproc", "'(0,1)'::tid", "'(1,2)'::point", "'a & b'::tsquery", "'$.a'::jsonpath",
          "pg_current_snapshot()", "'english'::regconfig", "'pg_catalog'::regnamespace"}) {
        CAPTURE(value);
        CHECK(refused<std::string>(db, value).find("cast in the SQL: ") != std::string::npos);
    }
    CHECK_EQ(db.query<std::string>("SELECT '(1,2)'::point::text").at(0), "(1,2)");
    CHECK_EQ(db.query<double>("SELECT ('(1,2)'::point)[1]").at(0), 2.0);
    CHECK(refused<std::string>(db, "ROW(1, 'a')").find("select them one by one") != std::string::npos);
    CHECK(refused<int>(db, "pg_sleep(0)").find("it holds no value") != std::string::npos);
}

namespace {
struct Ware {
    int id;
    std::int64_t price;
    struct Meta {
        static constexpr auto relation = matview::view("ware");
    };
};
}  // namespace

TEST_CASE("a refused type is told by verify and by reading, as a column of a view") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("CREATE VIEW ware AS SELECT 1 AS id, 2::money AS price");
    const std::string mend =
        "its currency and its digits depend on the server's lc_monetary: cast in the definition: \"price\"::numeric";
    try {
        db.fetch<Ware>();
        FAIL_CHECK("it was read");
    } catch (const matview::mapping_error& error) {
        REQUIRE_EQ(error.problems().size(), 1);
        CHECK_EQ(error.problems()[0].mend, mend);
    }
    CHECK(to_string(db.verify<Ware>()).find(mend) != std::string::npos);
}
