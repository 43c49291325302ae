// xml, tsvector, "char", hstore, bit strings.
#include "both_ways.hpp"

#include <random>

using namespace matview_test;
using matview::bit_string;
using hstore = std::map<std::string, std::optional<std::string>>;

TEST_CASE("xml is text") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    both_ways<std::string>(db, "xml", "", "");
    both_ways<std::string>(db, "xml", "<a b=\"ß\">🐘</a>", "<a b=\"ß\">🐘</a>");
    both_ways<std::string>(db, "xml", "a <b/> c", "a <b/> c");
    try {
        db.query<std::string>("SELECT $1::xml", "<a>");
        FAIL_CHECK("it is no XML");
    } catch (const matview::server_error& error) {
        CHECK_EQ(error.sqlstate(), "2200N");
    }
}

TEST_CASE("tsvector is text as the server prints it, and is written as the server reads it") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    for (const char* text : {"", "'a'", "'a':1", "'a':1A,2B,16383C 'b''c':3", "'\\\\' 'grüße':7"}) {
        CAPTURE(text);
        CHECK_EQ(db.query<std::string>("SELECT $1::text::tsvector", text).at(0), text);
        CHECK_EQ(db.query<std::string>("SELECT ($1::tsvector)::text", text).at(0), text);
    }
    CHECK_EQ(db.query<std::string>("SELECT to_tsvector('english', 'The fat rats sat')").at(0),
             "'fat':2 'rat':3 'sat':4");
}

TEST_CASE("tsvector: whatever text is written, the server would have made the same of it") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        "CREATE FUNCTION made_of(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN $1::tsvector; "
        "EXCEPTION WHEN OTHERS THEN RETURN NULL; END $$");
    std::vector<std::string> texts{"b a b", "a:3,1B,3A,2", "a:20000",   "a:0",          "a:1A2",      "a:1AB",
                                   "a:1DA", "'a'b:2",      ":a",        "a:",           "a:1,",       "''",
                                   "'a",    "a\\",         "a:1b,2c",   "\\'x\\:y:4*",  "a\tb\n'c '", "a,b",
                                   "a:1*",  "a:1x b",      "'a''b\\c'", "a:99999999999"};
    texts.push_back(std::string(2048, 'x'));
    texts.push_back(std::string(2047, 'x'));
    std::string many = "a:1";
    for (int i = 2; i < 300; ++i) many += "," + std::to_string(i);
    texts.push_back(many);
    std::mt19937_64 bits(11);
    constexpr const char* letters[] = {"a", "b", "'", "'", "\\", ":", ":", ",", "1", "2", "0", "A", "d", "*", " ", "ß"};
    for (int i = 0; i < 10'000; ++i) {
        std::string text;
        for (auto left = 1 + bits() % 9; left > 0; --left) text += letters[bits() % std::size(letters)];
        texts.push_back(text);
    }
    const auto server = db.query<std::optional<std::string>>(
        "SELECT made_of(t) FROM unnest($1::text[]) WITH ORDINALITY AS u (t, i) ORDER BY i", texts);
    std::vector<std::string> written;
    std::vector<std::string> expected;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        INFO(texts[i]);
        matview::byte_writer out;
        bool taken = true;
        try {
            matview::codec<std::string>::ops().encode(&texts[i], matview::pg::tsvector, out, matview::builtin_types());
        } catch (const matview::value_error&) {
            taken = false;
        }
        REQUIRE_EQ(taken, server[i].has_value());
        if (!taken) continue;
        written.push_back(texts[i]);
        expected.push_back(*server[i]);
    }
    CHECK(written.size() > 500);
    CHECK(expected == db.query<std::string>("SELECT unnest($1::tsvector[])::text", written));
    CHECK_THROWS_AS(db.query<std::string>("SELECT $1::tsvector", "a:"), matview::value_error);
}

TEST_CASE("\"char\" is one byte") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    both_ways(db, "\"char\"", "r", 'r');
    for (int byte = 0; byte < 256; ++byte) {
        const auto value = static_cast<char>(byte);
        CHECK_EQ(db.query<char>("SELECT $1::\"char\"", value).at(0), value);
    }
    CHECK_EQ(
        db.query<char>("SELECT relkind FROM pg_catalog.pg_class WHERE oid = 'pg_catalog.pg_class'::regclass").at(0),
        'r');
    as_operand<char>(db, "\"char\"", "r", "m", 'r');
    refused<char>(db, "'r'::char(1)");  // which is text
    refused<std::string>(db, "'r'::\"char\"");
}

TEST_CASE("hstore, in whichever schema it is") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("CREATE SCHEMA \"Ext\"; CREATE EXTENSION hstore SCHEMA \"Ext\"");
    const std::string type = "\"Ext\".hstore";
    both_ways(db, type, "", hstore());
    both_ways(db, type, "a=>1, \"b c\"=>NULL, \"\"=>\"\", \"ß\"=>\"\\\"\"",
              hstore{{"a", "1"}, {"b c", std::nullopt}, {"", ""}, {"ß", "\""}});
    db.execute("SET search_path = \"Ext\", public");
    as_operand<hstore>(db, "hstore", "a=>1", "a=>NULL", hstore{{"a", "1"}});
    CHECK_THROWS_AS(db.query<bool>("SELECT $1::hstore IS NULL", hstore{{"\xff", "1"}}), matview::value_error);
}

TEST_CASE("bit strings, and bits of a fixed length") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    both_ways(db, "varbit", "", bit_string());
    both_ways(db, "varbit", "101100001", bit_string("101100001"));
    both_ways(db, "bit(9)", "101100001", bit_string("101100001"));
    const bit_string large(1'000'003);
    CHECK_EQ(db.query<bit_string>("SELECT repeat('0', 1000003)::varbit").at(0), large);
    CHECK_EQ(db.query<int>("SELECT length($1::varbit)", large).at(0), 1'000'003);
    both_ways(db, "bit(4)", "1011", std::bitset<4>("1011"));
    both_ways(db, "bit(83)", std::string(82, '0') + "1", std::bitset<83>(1));
    CHECK(out_of_range<std::bitset<5>>(db, "'1011'::bit(4)").find("a bit(4), where the field is std::bitset<5>") !=
          std::string::npos);
    refused<std::bitset<4>>(db, "'1011'::varbit");
    as_operand<bit_string>(db, "varbit", "10", "100", bit_string("10"));
    as_operand<std::bitset<3>>(db, "bit(3)", "101", "100", std::bitset<3>(5));
}
