// What the tests of arrays, enums, composites and ranges share: a value through the server in both directions.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <string>

#include <support/test_database.hpp>

#include <matview/matview.hpp>

namespace composed_test {

/// The SQL is read as the value, and the value sent back is what the SQL is; NULL is read and refused.
template <class V>
void both_ways(matview::session& db, const std::string& type, const std::string& sql, const V& value) {
    CAPTURE(type);
    CAPTURE(sql);
    const std::string typed = "(" + sql + ")::" + type;
    CHECK(db.query<V>("SELECT " + typed).at(0) == value);
    CHECK(db.query<std::optional<V>>("SELECT " + typed).at(0) == value);
    CHECK_FALSE(db.query<std::optional<V>>("SELECT NULL::" + type).at(0).has_value());
    CHECK_THROWS_AS(db.query<V>("SELECT NULL::" + type), matview::mapping_error);
    CHECK_EQ(db.query<std::string>("SELECT ($1::" + type + ")::text", value),
             db.query<std::string>("SELECT (" + typed + ")::text"));
}

/// The error that reading that SQL into a V throws.
template <class Error, class V> Error error_of(matview::session& db, const std::string& sql) {
    CAPTURE(sql);
    try {
        static_cast<void>(db.query<V>("SELECT " + sql));
    } catch (const Error& error) {
        return error;
    }
    FAIL("no error");
    return Error("");
}

inline void contains(const std::string& text, const std::string& part) {
    CHECK_MESSAGE(text.find(part) != std::string::npos, text);
}

}  // namespace composed_test
