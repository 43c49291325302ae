// A view's shape changes between two reads: right rows or a mapping_error, in every mode and for every verb.
#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include <support/pgbouncer.hpp>

#include "quiz_database.hpp"

using matview::col;
using matview::from;

namespace {

struct Measured {
    std::int64_t id;
    double reading;
    std::string label;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("measured");
        using primary_key = matview::key<&Measured::id>;
    };
};

struct Sample {
    std::int64_t id;
    matview::foreign_key<Measured> measured;

    struct Meta {
        static constexpr auto relation = matview::table("sample");
        using primary_key = matview::key<&Sample::id>;
    };
};

struct Partly {
    std::int64_t id;
    std::optional<double> reading;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("measured");
        using primary_key = matview::key<&Partly::id>;
    };
};

struct Reading {
    std::int64_t id;
    double reading;
};

struct Level {
    double level;
    double value;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("level");
    };
};

struct Counted {
    std::int64_t id;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("counted");
    };
};

struct verb {
    std::string name;
    std::function<std::string(matview::session&)> run;
    bool own_sql = false;
};

std::string shown(const std::vector<Measured>& rows) {
    std::string text;
    for (const Measured& row : rows)
        text += std::to_string(row.id) + "=" + std::to_string(row.reading) + row.label + ";";
    return text;
}

template <class Rows> std::string ids(const Rows& rows) {
    std::string text;
    for (const auto& row : rows) text += std::to_string(row.id) + ";";
    return text;
}

const auto tenth = col<&Measured::reading> == 0.1;
const auto tenth_of_sample = col<&Sample::measured, &Measured::reading> == 0.1;

const std::vector<verb>& verbs() {
    static const std::vector<verb> all{
        {"fetch", [](auto& db) { return shown(db.fetch(from<Measured>().order_by(matview::asc<&Measured::id>))); }},
        {"fetch by what it reads", [](auto& db) { return shown(db.fetch(from<Measured>().filter(tenth))); }},
        {"fetch by a related column", [](auto& db) { return ids(db.fetch(from<Sample>().filter(tenth_of_sample))); }},
        {"fetch by a selected related column",
         [](auto& db) {
             return ids(db.fetch(from<Sample>().filter(tenth_of_sample).template select_related<&Sample::measured>()));
         }},
        {"fetch by a column left out",
         [](auto& db) {
             return ids(db.fetch(from<Partly>().template only<&Partly::id>().filter(col<&Partly::reading> == 0.1)));
         }},
        {"fetch by one of many",
         [](auto& db) {
             return ids(
                 db.fetch(from<Sample>()
                              .filter(col<&Sample::measured, &Measured::reading>.in(std::vector<double>{0.1, 7.0}))
                              .order_by(matview::asc<&Sample::id>)));
         }},
        {"fetch by arithmetic",
         [](auto& db) {
             return ids(db.fetch(from<Sample>().filter(col<&Sample::measured, &Measured::reading> + 0.1 ==
                                                       col<&Sample::measured, &Measured::reading> * 2.0)));
         }},
        {"fetch distinct",
         [](auto& db) {
             return ids(
                 db.fetch(from<Sample>().filter(tenth_of_sample).distinct().order_by(matview::asc<&Sample::id>)));
         }},
        {"first",
         [](auto& db) {
             const auto row = db.first(from<Sample>().filter(tenth_of_sample));
             return row ? std::to_string(row->id) : std::string("none");
         }},
        {"last",
         [](auto& db) {
             const auto row = db.last(from<Sample>().filter(tenth_of_sample));
             return row ? std::to_string(row->id) : std::string("none");
         }},
        {"get", [](auto& db) { return shown({db.template get<Measured>(1)}); }},
        {"count", [](auto& db) { return std::to_string(db.count(from<Sample>().filter(tenth_of_sample))); }},
        {"count of a slice",
         [](auto& db) { return std::to_string(db.count(from<Sample>().filter(tenth_of_sample).limit(5))); }},
        {"exists", [](auto& db) { return std::to_string(db.exists(from<Sample>().filter(tenth_of_sample))); }},
        {"query into a struct",
         [](auto& db) {
             return ids(db.template query<Reading>("SELECT * FROM measured WHERE id >= $1 ORDER BY id", 0));
         },
         true},
        {"query by what it reads",
         [](auto& db) {
             return ids(db.template query<Reading>("SELECT id, reading FROM measured WHERE reading = $1", 0.1));
         },
         true},
        {"query by what it does not read",
         [](auto& db) {
             std::string text;
             for (const auto id : db.template query<std::int64_t>("SELECT id FROM measured WHERE reading = $1", 0.1))
                 text += std::to_string(id) + ";";
             return text;
         },
         true},
        {"execute",
         [](auto& db) {
             return std::to_string(db.execute(
                 "UPDATE sample SET id = id WHERE measured_id IN (SELECT id FROM measured WHERE reading = $1)", 0.1));
         },
         true},
    };
    return all;
}

struct change {
    std::string name;
    std::string definition;
};

// Each holds the same three readings as far as it can: 0.1, 7 and 8.
constexpr const char* as_float4 =
    "SELECT id, (CASE id WHEN 1 THEN 0.1 ELSE id + 5 END)::float4 AS reading, 'l'::text AS label FROM "
    "generate_series(1::int8, 3) AS id";
const std::vector<change> changes{
    {"float4 becomes float8",
     "SELECT id, (CASE id WHEN 1 THEN 0.1 ELSE id + 5 END)::float8 AS reading, 'l'::text AS label FROM "
     "generate_series(1::int8, 3) AS id"},
    {"reading becomes int8",
     "SELECT id, (id + 5)::int8 AS reading, 'l'::text AS label FROM generate_series(1::int8, 3) AS id"},
    {"reading becomes numeric",
     "SELECT id, (CASE id WHEN 1 THEN 0.1 ELSE id + 5 END)::numeric AS reading, 'l'::text AS label FROM "
     "generate_series(1::int8, 3) AS id"},
    {"id becomes float8",
     "SELECT id::float8, (CASE id WHEN 1 THEN 0.1 ELSE id + 5 END)::float4 AS reading, 'l'::text AS label FROM "
     "generate_series(1::int8, 3) AS id"},
    {"reading is gone", "SELECT id, 'l'::text AS label FROM generate_series(1::int8, 3) AS id"},
    {"reading is renamed",
     "SELECT id, 0.1::float4 AS written, 'l'::text AS label FROM generate_series(1::int8, 3) AS id"},
    {"two trade names",
     "SELECT reading AS id, id AS reading, 'l'::text AS label FROM (SELECT id, (CASE id WHEN 1 THEN 0.1 ELSE id + 5 "
     "END)::float4 AS reading FROM generate_series(1::int8, 3) AS id) AS s"},
    {"another order",
     "SELECT 'l'::text AS label, (CASE id WHEN 1 THEN 0.1 ELSE id + 5 END)::float4 AS reading, id FROM "
     "generate_series(1::int8, 3) AS id"},
    {"other columns in front",
     "SELECT 5::int8 AS other, id, 9::float8 AS more, (CASE id WHEN 1 THEN 0.1 ELSE id + 5 END)::float4 AS reading, "
     "'l'::text AS label FROM generate_series(1::int8, 3) AS id"},
};

std::string make(const std::string& definition) {
    return std::string("DROP MATERIALIZED VIEW IF EXISTS measured; CREATE MATERIALIZED VIEW measured AS ") + definition;
}

/// What came back: the rows, or the kind of error.
std::string outcome(matview::session& db, const verb& one) try {
    return one.run(db);
} catch (const matview::mapping_error&) {
    return "mapping_error";
} catch (const matview::value_error&) {
    return "value_error";
} catch (const matview::server_error& failure) {
    return "server_error " + failure.sqlstate();
}

// What a connection says that has read nothing before. There a column that is absent from SQL of one's own is a server_error: it may never
// have been there.
std::string fresh_outcome(const std::string& conninfo, const verb& one) {
    matview::connection fresh(conninfo);
    const std::string is = outcome(fresh, one);
    return is == "server_error 42703" && one.own_sql ? "mapping_error" : is;
}

}  // namespace

namespace {

/// Connections of every mode, which all read before and after each change. `through` is where the pooled ones go.
void check_changes(const std::string& direct, const std::string& through, bool pooled_only) {
    using options = matview::connection_options;
    matview_test::raw_connection other(direct);
    other.exec("CREATE TABLE sample (id int8, measured_id int8); INSERT INTO sample VALUES (1, 1), (2, 2), (3, NULL)");
    for (const change& to : changes) {
        CAPTURE(to.name);
        other.exec(make(as_float4));
        std::vector<matview::connection> outside, within;
        outside.emplace_back(options{.conninfo = through, .pooled = true});
        outside.emplace_back(options{.conninfo = through, .time_zone = "Asia/Tokyo", .pooled = true});
        within.emplace_back(options{.conninfo = through, .pooled = true});
        if (!pooled_only) {
            outside.emplace_back(direct);
            within.emplace_back(direct);
        }
        const auto check_all = [&](const verb& one, const std::string& right) {
            for (std::vector<matview::connection>* all : {&outside, &within})
                for (matview::connection& db : *all) CHECK_EQ(outcome(db, one), right);
        };
        std::vector<std::string> before;
        for (const verb& one : verbs()) {
            CAPTURE(one.name);
            before.push_back(outcome(outside[0], one));
            CHECK_EQ(before.back().find("error"), std::string::npos);
            check_all(one, before.back());
        }
        other.exec(make(to.definition));
        for (std::size_t i = 0; i < verbs().size(); ++i) {
            const verb& one = verbs()[i];
            CAPTURE(one.name);
            CAPTURE(before[i]);
            const std::string right = fresh_outcome(direct, one);
            for (matview::connection& db : within) {
                matview::transaction tx(db);
                const std::string given = outcome(tx, one);
                CHECK_MESSAGE((given == right || given == "mapping_error"), given << ", right is " << right);
            }
            check_all(one, right);
        }
        other.exec(make(as_float4));  // back, as it was
        for (std::size_t i = 0; i < verbs().size(); ++i) {
            CAPTURE(verbs()[i].name);
            check_all(verbs()[i], before[i]);
        }
    }
}

}  // namespace

TEST_CASE("a changed shape: right rows or a mapping_error, for every verb, prepared or not, in a transaction or not") {
    matview_test::test_database database;
    check_changes(database.conninfo(), database.conninfo(), false);
}

TEST_CASE("a changed shape through a pooler" * doctest::skip(!matview_test::pgbouncer::installed())) {
    matview_test::test_database database;
    const matview_test::pgbouncer pooler(2);
    check_changes(database.conninfo(), pooler.conninfo(database.name()), true);
}

TEST_CASE("rows that came by COPY, of another shape, do not change how a statement prepared before them is read") {
    matview_test::test_database database;
    matview_test::raw_connection other(database.conninfo());
    matview::connection db(database.conninfo());
    const auto q = from<Counted>();
    const auto ids_of = [&](std::uint64_t expected) { return ids(db.within({.expected_rows = expected}).fetch(q)); };
    constexpr std::uint64_t by_statement = 1, by_copy = 100'000;
    const auto counted_as = [](const std::string& type) {
        return "DROP MATERIALIZED VIEW IF EXISTS counted; CREATE MATERIALIZED VIEW counted AS SELECT id::" + type +
               " FROM generate_series(7, 9) AS id";
    };
    other.exec(counted_as("int4"));
    for (int i = 0; i < 2; ++i) CHECK_EQ(ids_of(by_statement), "7;8;9;");
    other.exec(counted_as("int8"));
    CHECK_EQ(ids_of(by_copy), "7;8;9;");
    other.exec(counted_as("int4"));  // which the statement was prepared for
    for (int i = 0; i < 2; ++i) CHECK_EQ(ids_of(by_statement), "7;8;9;");
    other.exec(counted_as("int8"));
    for (int i = 0; i < 2; ++i) CHECK_EQ(ids_of(by_statement), "7;8;9;");
}

TEST_CASE("a model's query whose text was run as SQL of one's own before is read by what comes, not by what came") {
    matview_test::test_database database;
    matview_test::raw_connection other(database.conninfo());
    matview::connection db(database.conninfo());
    const auto q = from<Level>().filter(col<&Level::level> > 1.5).limit(10);
    const auto level_as = [](const std::string& type) {
        return "DROP MATERIALIZED VIEW IF EXISTS level; CREATE MATERIALIZED VIEW level AS SELECT 2.5::float8 AS level, "
               "7::" +
               type + " AS value";
    };
    other.exec(level_as("int4"));
    // A parameter of that type, in SQL of one's own, is sent with its text each time, which the server never refuses.
    CHECK_EQ(db.query<Level>(q.sql().text, 1.5).at(0).value, 7);
    for (const char* type : {"int4", "float4", "int4", "float8", "int2", "float4"}) {
        CAPTURE(type);
        other.exec(level_as(type));
        for (int i = 0; i < 2; ++i) CHECK_EQ(db.fetch(q).at(0).value, 7);
    }
}

TEST_CASE("prepared statements that the server has lost are made again, once, outside a transaction") {
    matview_test::quiz_database quiz;
    const auto active = from<quiz::User>().filter(col<&quiz::User::active>);
    const auto read_all = [&](matview::session& db) {
        CHECK_EQ(db.fetch(active).size(), 3);
        CHECK_EQ(db.count(active), 3);
        CHECK(db.exists(active));
        CHECK_EQ(db.query<std::string>("SELECT username FROM auth_user WHERE id = $1", 2).at(0), "bob");
        CHECK_EQ(db.execute("UPDATE team SET name = name WHERE id = $1", 1), 1);
    };
    read_all(quiz.db);
    for (const char* lost : {"DISCARD ALL", "DEALLOCATE ALL"}) {
        CAPTURE(lost);
        quiz.db.execute(lost);
        read_all(quiz.db);
    }
    // In a transaction that is lost, the server's error is told; the next transaction has them all anew.
    quiz.db.execute("DEALLOCATE ALL");
    {
        matview::transaction tx(quiz.db);
        try {
            tx.count(active);
            FAIL("ran a statement that the server does not know");
        } catch (const matview::server_error& failure) {
            CHECK_EQ(failure.sqlstate(), "26000");
        }
    }
    matview::transaction tx(quiz.db);
    read_all(tx);
}
