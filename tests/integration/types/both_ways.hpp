// One value of a type through a real server, both ways: what the server printed as text is read as the value, and the value sent back is
// what the server had.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <string>

#include <support/test_database.hpp>

#include <matview/matview.hpp>

namespace matview_test {

template <class V>
void both_ways(matview::session& db, const std::string& type, const std::string& text, const V& value) {
    CAPTURE(type);
    CAPTURE(text);
    const std::string literal = "'" + text + "'::" + type;
    const auto read = db.query<V>("SELECT " + literal);
    CHECK(read.at(0) == value);
    CHECK(db.query<std::optional<V>>("SELECT " + literal).at(0) == value);
    CHECK_FALSE(db.query<std::optional<V>>("SELECT NULL::" + type).at(0).has_value());
    CHECK_THROWS_AS(db.query<V>("SELECT NULL::" + type), matview::mapping_error);
    CHECK_EQ(db.query<std::string>("SELECT ($1::" + type + ")::text", value),
             db.query<std::string>("SELECT (" + literal + ")::text"));
    CHECK_EQ(db.query<std::optional<std::string>>("SELECT ($1::" + type + ")::text", std::optional<V>()).at(0),
             std::nullopt);
}

/// The expression's type is none that V reads.
template <class V> std::string refused(matview::session& db, const std::string& expression) {
    CAPTURE(expression);
    try {
        db.query<V>("SELECT " + expression);
    } catch (const matview::mapping_error& error) {
        REQUIRE_EQ(error.problems().size(), 1);
        return error.problems()[0].mend;
    }
    FAIL_CHECK("it was read");
    return {};
}

/// V reads the type, but has no such value.
template <class V> std::string out_of_range(matview::session& db, const std::string& expression) {
    CAPTURE(expression);
    try {
        db.query<V>("SELECT " + expression);
    } catch (const matview::value_error& error) {
        return error.message();
    }
    FAIL_CHECK("it was read");
    return {};
}

}  // namespace matview_test
