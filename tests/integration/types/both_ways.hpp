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

template <class V> struct holder {
    int id;
    V value;

    struct Meta {
        static constexpr auto relation = matview::table("holder");
        using primary_key = matview::key<&holder::id>;
    };
};

/// A column of the type is compared with the value: `text` equals it, `other` does not.
template <class V, class O>
void as_operand(matview::session& db, const std::string& type, const std::string& text, const std::string& other,
                const O& operand) {
    CAPTURE(type);
    CAPTURE(text);
    db.execute("CREATE TABLE holder (id int PRIMARY KEY, value " + type + "); INSERT INTO holder VALUES (1, '" + other +
               "'), (2, '" + text + "')");
    using H = holder<V>;
    constexpr auto column = matview::col<&H::value>;
    CHECK_EQ(db.get(matview::from<H>().filter(column == operand)).id, 2);
    CHECK_EQ(db.get(matview::from<H>().filter(column != operand)).id, 1);
    CHECK_EQ(db.get(matview::from<H>().filter(column.in({operand}))).id, 2);
    db.execute("UPDATE holder SET value = NULL WHERE id = 1");
    using N = holder<std::optional<V>>;
    CHECK_EQ(db.get(matview::from<N>().filter(matview::col<&N::value> == operand)).id, 2);
    CHECK_EQ(db.get(matview::from<N>().filter(matview::col<&N::value> == std::nullopt)).id, 1);
    db.execute("DROP TABLE holder");
}

}  // namespace matview_test
