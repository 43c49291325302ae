// Which indexes a concurrent refresh can go by: what verify says of each is what the refresh then does.
#include <doctest/doctest.h>

#include <string>

#include <support/test_database.hpp>

#include <matview/matview.hpp>

namespace {
struct Sparse {
    std::int32_t k;
    std::optional<std::int32_t> v;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("sparse");
        static constexpr auto definition = "SELECT k, v FROM sparse_source";
    };
};
}  // namespace

TEST_CASE("facts: one unique, valid btree index on plain columns, without a condition, is enough") {
    matview_test::test_database database;
    matview_test::raw_connection other(database.conninfo());
    matview::connection db(database.conninfo());
    other.exec("CREATE TABLE sparse_source (k int, v int); INSERT INTO sparse_source VALUES (1, 1), (2, 2), (3, 3)");
    db.create<Sparse>();
    struct {
        const char* sql;
        bool usable;
    } const indexes[]{
        {"SELECT 1", false},
        {"CREATE INDEX one ON sparse (k)", false},
        {"CREATE UNIQUE INDEX one ON sparse (k) WHERE k > 0", false},
        {"CREATE UNIQUE INDEX one ON sparse ((k + 0))", false},
        {"CREATE UNIQUE INDEX one ON sparse (k, (v + 0))", false},
        {"CREATE UNIQUE INDEX one ON sparse (k) WHERE k > 0; CREATE UNIQUE INDEX two ON sparse ((k + 0))", false},
        {"CREATE UNIQUE INDEX one ON sparse (k); UPDATE pg_index SET indisvalid = false WHERE indexrelid = "
         "'one'::regclass",
         false},
        {"CREATE UNIQUE INDEX one ON sparse (k)", true},
        {"CREATE UNIQUE INDEX one ON sparse (k DESC NULLS LAST)", true},
        {"CREATE UNIQUE INDEX one ON sparse (k) INCLUDE (v)", true},
        {"CREATE UNIQUE INDEX one ON sparse (v) NULLS NOT DISTINCT", true},
        {"CREATE UNIQUE INDEX one ON sparse (k, v)", true},
        {"CREATE UNIQUE INDEX one ON sparse (k) WHERE k > 0; CREATE UNIQUE INDEX two ON sparse (v)", true},
    };
    for (const auto& one : indexes) {  // clang captures no structured binding
        const char* const sql = one.sql;
        const bool usable = one.usable;
        CAPTURE(std::string(sql));
        other.exec(sql);
        const auto found = db.verify<Sparse>(matview::purpose::refresh_concurrently);
        CHECK_EQ(found.ok(), usable);
        if (usable) {
            db.refresh_concurrently<Sparse>();
        } else {
            CHECK(found.problems().at(0).what == matview::problem::kind::no_usable_unique_index);
            CHECK_THROWS_AS(db.refresh_concurrently<Sparse>(), matview::no_usable_unique_index);
        }
        other.exec("UPDATE pg_index SET indisvalid = true WHERE NOT indisvalid; DROP INDEX IF EXISTS one, two");
    }
}

TEST_CASE("facts: a concurrent refresh writes the rows that changed, and those with a NULL in its index") {
    matview_test::test_database database;
    matview_test::raw_connection other(database.conninfo());
    matview::connection db(database.conninfo());
    other.exec("CREATE TABLE sparse_source (k int, v int); INSERT INTO sparse_source VALUES (1, 1), (2, 2), (3, NULL)");
    db.create<Sparse>();
    other.exec("CREATE UNIQUE INDEX ON sparse (k, v) NULLS NOT DISTINCT");
    const auto versions = [&] { return other.rows("SELECT k, xmin FROM sparse ORDER BY k"); };
    const auto before = versions();
    other.exec("UPDATE sparse_source SET v = 22 WHERE k = 2");
    db.refresh_concurrently<Sparse>();
    const auto after = versions();
    CHECK_EQ(before[0], after[0]);
    CHECK_NE(before[1], after[1]);
    CHECK_NE(before[2], after[2]);
    db.refresh<Sparse>();
    CHECK_NE(versions()[0], after[0]);  // a plain one writes all
}
