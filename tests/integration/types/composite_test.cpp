// Structs and composite types through a real server, in both directions.
#include "composed_support.hpp"

using namespace composed_test;
using matview::col;
using matview::from;
using kind = matview::problem::kind;

namespace {

struct address {
    std::string street;
    std::optional<int> zip;

    struct Meta {
        static constexpr auto type = matview::composite_type("address");
        using columns = matview::columns<matview::db_column<&address::zip, "postal code">>;
    };
    bool operator==(const address&) const = default;
};
struct person {
    std::string name;
    address home;
    std::vector<address> others;
    std::optional<matview::range<int>> years;

    struct Meta {
        static constexpr auto type = matview::composite_type("person", "people");
    };
    bool operator==(const person&) const = default;
};
struct Member {
    std::int64_t id;
    person who;
    std::optional<address> work;

    struct Meta {
        static constexpr auto relation = matview::table("member");
        using primary_key = matview::key<&Member::id>;
    };
};

struct Members {
    Members() : db(database.conninfo()), other(database.conninfo()) {
        db.execute(
            "CREATE SCHEMA people; CREATE DOMAIN zip AS int; CREATE TYPE address AS (\"postal code\" zip, street text);"
            "CREATE TYPE people.person AS (home address, years int4range, name text, others address[]);"
            "CREATE TABLE member (id bigint, who people.person, work address);"
            "INSERT INTO member VALUES (1, ROW(ROW(80331, 'Marienplatz'), '[1,3)', 'Ann', '{}'), NULL),"
            "(2, ROW(ROW(NULL, ''), NULL, 'Bob', ARRAY[ROW(1, 'a,\"b')]::address[]), ROW(2, 'c'))");
    }
    matview_test::test_database database;
    matview::connection db;
    matview_test::raw_connection other;
};

}  // namespace

TEST_CASE("composites by attribute names, nested, in arrays, of domains, with NULLs") {
    Members m;
    both_ways<address>(m.db, "address", "ROW(5, 'x')", {"x", 5});
    both_ways<address>(m.db, "address", "ROW(NULL, '')", {"", std::nullopt});
    both_ways<std::vector<std::optional<address>>>(m.db, "address[]", "ARRAY[ROW(5, 'x'), NULL]::address[]",
                                                   {address{"x", 5}, std::nullopt});
    both_ways<person>(m.db, "people.person", "ROW(ROW(1, 'a'), '[1,3)', 'Ann', ARRAY[ROW(2, 'b')]::address[])",
                      {"Ann", {"a", 1}, {{"b", 2}}, matview::range<int>(1, 3)});
    m.db.execute("CREATE DOMAIN place AS address");
    both_ways<address>(m.db, "place", "ROW(5, 'x')::address", {"x", 5});
    const std::vector<address> many(3000, address{"street", 7});
    CHECK_EQ(m.db.query<std::int64_t>("SELECT count(*) FROM unnest($1::address[]) AS a WHERE a.street = 'street'", many)
                 .at(0),
             3000);
}

TEST_CASE("composites in models: read, compared, written") {
    Members m;
    CHECK(m.db.verify<Member>().ok());
    const auto all = m.db.fetch(from<Member>().order_by(matview::asc<&Member::id>));
    REQUIRE_EQ(all.size(), 2);
    CHECK(all[0].who == person{"Ann", {"Marienplatz", 80331}, {}, matview::range<int>(1, 3)});
    CHECK_FALSE(all[0].work.has_value());
    CHECK(all[1].who.others == std::vector<address>{{"a,\"b", 1}});
    CHECK(all[1].work == address{"c", 2});
    const auto count = [&](const auto& condition) { return m.db.count(from<Member>().filter(condition)); };
    CHECK_EQ(count(col<&Member::work> == address{"c", 2}), 1);
    CHECK_EQ(count(col<&Member::work> != address{"c", 2}), 1);
    CHECK_EQ(count(col<&Member::work>.in({address{"c", 2}, address{"d", 3}})), 1);
    CHECK_EQ(count(col<&Member::who> == all[0].who), 1);
    CHECK_EQ(count(col<&Member::work>.is_null()), 1);
    CHECK_EQ(m.db.execute("UPDATE member SET work = $1 WHERE id = $2", address{"new", std::nullopt}, 1), 1);
    CHECK(m.db.get<Member>(1).work == address{"new", std::nullopt});
}

TEST_CASE("every absent attribute and every wrong type is told before the first row, by its path") {
    Members m;
    m.db.execute(
        "ALTER TABLE member DROP COLUMN who; ALTER TYPE address RENAME ATTRIBUTE street TO road;"
        "ALTER TYPE people.person ALTER ATTRIBUTE name TYPE bigint, DROP ATTRIBUTE years;"
        "ALTER TABLE member ADD COLUMN who people.person");
    m.db.execute("DELETE FROM member");
    try {
        static_cast<void>(m.db.fetch<Member>());
        FAIL("no error");
    } catch (const matview::mapping_error& error) {
        std::vector<std::string> paths;
        for (const auto& p : error.problems()) paths.push_back(p.column);
        CHECK_EQ(paths, std::vector<std::string>{"who.name", "who.home.street", "who.others.street", "who.years",
                                                 "work.street"});
        CHECK(error.problems()[0].what == kind::wrong_type);
        CHECK_EQ(error.problems()[0].description, "who.name is bigint, which person::name (std::string) does not read");
        CHECK_EQ(error.problems()[0].mend, "make person::name std::int64_t");
        CHECK(error.problems()[1].what == kind::absent_attribute);
        contains(error.problems()[1].description, "is absent from the type address, which has: postal code, road");
    }
    CHECK_EQ(m.db.verify<Member>().size(), 5);
}

TEST_CASE("attributes that come, go and are renamed between two reads") {
    Members m;
    const auto street = [&] { return m.db.fetch(from<Member>().filter(col<&Member::id> == 2)).at(0).work->street; };
    CHECK_EQ(street(), "c");
    m.other.exec("ALTER TYPE address ADD ATTRIBUTE more text");
    CHECK_EQ(street(), "c");  // passed over
    m.other.exec("ALTER TYPE address RENAME ATTRIBUTE street TO old");
    m.other.exec("ALTER TYPE address RENAME ATTRIBUTE more TO street");
    CHECK_THROWS_WITH_AS(street(), doctest::Contains("attribute street: a NULL for a plain field"),
                         matview::mapping_error);
    CHECK_THROWS_WITH_AS(m.db.execute("SELECT $1::address", address{"x", 1}),
                         doctest::Contains("address is not written as address: it has no field for the attribute old"),
                         matview::mapping_error);
    m.other.exec("ALTER TYPE address DROP ATTRIBUTE old");
    CHECK_THROWS_WITH_AS(street(), doctest::Contains("attribute street: a NULL for a plain field"),
                         matview::mapping_error);
}

TEST_CASE("NULL in a plain field names the attribute; records and other types are refused with the cast") {
    Members m;
    contains(
        error_of<matview::mapping_error, person>(m.db, "ROW(ROW(1, NULL), NULL, 'Ann', '{}')::people.person").message(),
        "attribute home: attribute street: a NULL for a plain field");
    contains(error_of<matview::mapping_error, std::vector<address>>(m.db, "ARRAY[ROW(1, NULL)]::address[]").message(),
             "element 1: attribute street: a NULL for a plain field");
    contains(error_of<matview::mapping_error, address>(m.db, "ROW(1, 'x') AS home").what(),
             "cast in the SQL: \"home\"::address");
    contains(error_of<matview::mapping_error, int>(m.db, "ROW(1, 'x')::address").what(),
             "matview::composite_type(\"address\")");
    CHECK_THROWS_AS(m.db.query<address>("SELECT ROW(ROW(1, 'x'), NULL, 'Ann', '{}')::people.person"),
                    matview::mapping_error);
    CHECK_THROWS_AS(m.db.execute("SELECT $1::int", address{"x", 1}), matview::mapping_error);
}
