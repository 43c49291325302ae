#include <doctest/doctest.h>

#include <matview/wire/type_registry.hpp>

#include "../../../src/wire/names.hpp"

using matview::builtin_types;

TEST_CASE("builtin types: names are those of format_type") {
    struct {
        matview::oid id;
        const char* name;
        char kind;
        char category;
        matview::oid element = 0;
    } const cases[] = {
        {16, "boolean", 'b', 'B'},
        {18, "\"char\"", 'b', 'Z'},
        {20, "bigint", 'b', 'N'},
        {1042, "character", 'b', 'S'},
        {1043, "character varying", 'b', 'S'},
        {1184, "timestamp with time zone", 'b', 'D'},
        {705, "unknown", 'p', 'X'},
        {2249, "record", 'p', 'P'},
        {3904, "int4range", 'r', 'R', 23},
        {4451, "int4multirange", 'm', 'R', 3904},
    };
    for (const auto& c : cases) {
        CAPTURE(c.id);
        const auto* type = builtin_types().find(c.id);
        REQUIRE(type);
        CHECK(type->id == c.id);
        CHECK(type->name == c.name);
        CHECK(type->kind == c.kind);
        CHECK(type->category == c.category);
        CHECK(type->element == c.element);
    }
}

TEST_CASE("builtin types: arrays name their elements") {
    const auto* type = builtin_types().find(matview::pg::timestamptz_array);
    REQUIRE(type);
    CHECK(type->name == "timestamp with time zone[]");
    CHECK(type->category == 'A');
    CHECK(type->element == matview::pg::timestamptz);
}

TEST_CASE("builtin types: found by either name, in pg_catalog only") {
    for (const char* name : {"int8", "bigint"})
        for (const char* schema : {"", "pg_catalog"}) {
            CAPTURE(name);
            const auto* type = builtin_types().find(name, schema);
            REQUIRE(type);
            CHECK(type->id == matview::pg::int8);
        }
    CHECK(builtin_types().find("_int8", "")->id == matview::pg::int8_array);
    CHECK(builtin_types().find("text[]", "")->id == matview::pg::text_array);
    CHECK(builtin_types().find("int8", "public") == nullptr);
    CHECK(builtin_types().find("mood", "") == nullptr);
    CHECK(builtin_types().find(99999) == nullptr);
    CHECK(builtin_types().find(0) == nullptr);
}

TEST_CASE("names: the C++ type to declare") {
    using matview::detail::cpp_type_for;
    namespace pg = matview::pg;
    struct {
        matview::oid type;
        const char* name;
    } const cases[] = {
        {pg::bool_, "bool"},
        {pg::int2, "std::int16_t"},
        {pg::int4, "std::int32_t"},
        {pg::int8, "std::int64_t"},
        {pg::float4, "float"},
        {pg::float8, "double"},
        {pg::text, "std::string"},
        {pg::varchar, "std::string"},
        {pg::bpchar, "std::string"},
        {pg::name, "std::string"},
        {pg::bytea, "std::vector<std::byte>"},
        {pg::timestamptz, "std::chrono::sys_time<std::chrono::microseconds>"},
        {pg::timestamp, "std::chrono::local_time<std::chrono::microseconds>"},
        {pg::date, "std::chrono::year_month_day"},
        {pg::time, "matview::time_of_day"},
        {pg::uuid, "matview::uuid"},
        {pg::numeric, "matview::numeric"},
        {pg::jsonb, "matview::json"},
        {pg::json, "matview::json"},
        {pg::xid, "std::int64_t"},
        {pg::xid8, "matview::numeric"},
        {790, ""},
        {pg::int4_array, ""},
        {0, ""},
        {99999, ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.type);
        CHECK(cpp_type_for(c.type) == c.name);
    }
}
