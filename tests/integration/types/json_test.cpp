// json and jsonb as text, and as documents of nlohmann-json.
#include <matview/json.hpp>

#include "both_ways.hpp"

using namespace matview_test;
using matview::json;
using document = nlohmann::json;

TEST_CASE("json and jsonb as text") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    both_ways(db, "json", "{\"b\":1,  \"a\":[]}", json("{\"b\":1,  \"a\":[]}"));  // as it was stored
    both_ways(db, "jsonb", "{\"b\":1,  \"a\":[]}", json("{\"a\": [], \"b\": 1}"));
    for (const char* type : {"json", "jsonb"})
        for (const char* text : {"null", "true", "0", "-1.50", "\"\"", "\"grüße 🐘\"", "[]", "{}",
                                 "123456789012345678901234567890.12345678901234567890"})
            both_ways(db, type, text, json(text));
    const json large("[" + std::string(3'000'000, ' ') + "]");
    CHECK_EQ(db.query<json>("SELECT $1::json", large).at(0), large);
    try {
        db.query<json>("SELECT $1::jsonb", json("{"));
        FAIL_CHECK("it is no JSON");
    } catch (const matview::server_error& error) {
        CHECK_EQ(error.sqlstate(), "22P02");
    }
    as_operand<json>(db, "jsonb", "{\"a\": 1}", "{\"a\": 2}", json("{\"a\":1}"));
    refused<std::string>(db, "'{}'::jsonb");
    refused<json>(db, "'{}'::text");
}

TEST_CASE("json and jsonb as documents of nlohmann-json") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    both_ways(db, "jsonb", "{\"b\": 1, \"a\": [null, \"grüße\"]}", document({{"b", 1}, {"a", {nullptr, "grüße"}}}));
    both_ways(db, "jsonb", "null", document());  // a document, and not NULL
    both_ways(db, "jsonb", "[1.5, -7, true, 18446744073709551615]", document({1.5, -7, true, 18446744073709551615U}));
    CHECK_EQ(db.query<document>("SELECT '{\"b\":1}'::json").at(0), document({{"b", 1}}));
    CHECK_EQ(db.query<std::string>("SELECT ($1::json)::text", document({{"b", 1}})).at(0), "{\"b\":1}");
    CHECK(out_of_range<document>(db, "'1e400'::jsonb").find("JSON that nlohmann::json does not hold") !=
          std::string::npos);
    CHECK_THROWS_AS(db.query<document>("SELECT $1::jsonb", document("\xff")), matview::value_error);
    refused<document>(db, "'{}'::text");
    as_operand<document>(db, "jsonb", "{\"a\": 1}", "{\"a\": 2}", document({{"a", 1}}));
}
