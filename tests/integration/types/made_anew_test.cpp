// Types that are dropped and made again, with another OID, while a statement that was prepared with them is kept.
#include "composed_support.hpp"

using namespace composed_test;
using matview::col;
using matview::from;
using matview::range;

namespace {
enum class weather { sun, rain };
}

template <> struct matview::meta<weather> { static constexpr auto type = matview::enum_type("weather"); };

namespace {

struct spot {
    int x, y;

    struct Meta {
        static constexpr auto type = matview::composite_type("spot");
    };
    bool operator==(const spot&) const = default;
};

// Selects none of the columns that it compares with, so that only the parameters' types change.
struct Trip {
    std::int64_t id;
    std::optional<weather> when;
    std::optional<spot> where;
    std::optional<range<double>> how_far;
    std::optional<std::vector<weather>> forecast;

    struct Meta {
        static constexpr auto relation = matview::table("trip");
        using primary_key = matview::key<&Trip::id>;
    };
};

const char* const made =
    "CREATE TYPE weather AS ENUM ('sun', 'rain'); CREATE TYPE spot AS (x int, y int);"
    "CREATE TYPE distance AS RANGE (subtype = float8);"
    "CREATE TABLE trip (id bigint PRIMARY KEY, \"when\" weather, \"where\" spot, how_far distance, forecast weather[]);"
    "INSERT INTO trip VALUES (1, 'sun', (1, 2), '[1,2)', '{sun,rain}'), (2, 'rain', (3, 4), '[5,6)', '{}')";
const char* const dropped = "DROP TABLE trip; DROP TYPE weather; DROP TYPE spot; DROP TYPE distance";

template <class Condition> std::int64_t found(matview::session& db, const Condition& condition) {
    return db.get(from<Trip>().only<&Trip::id>().filter(condition)).id;
}
void all_found(matview::session& db) {
    CHECK_EQ(found(db, col<&Trip::when> == weather::rain), 2);
    CHECK_EQ(found(db, col<&Trip::when>.in({weather::rain})), 2);
    CHECK_EQ(found(db, col<&Trip::where> == spot{3, 4}), 2);
    CHECK_EQ(found(db, col<&Trip::how_far>.contains(5.5)), 2);
    CHECK_EQ(found(db, col<&Trip::forecast>.contains(weather::rain)), 1);
    CHECK_EQ(db.get<Trip>(1).where, spot{1, 2});
    CHECK(db.query<weather>("SELECT \"when\" FROM trip WHERE \"when\" = $1", weather::sun).at(0) == weather::sun);
    CHECK(db.query<spot>("SELECT \"where\" FROM trip WHERE \"where\" = $1::spot", spot{1, 2}).at(0) == spot{1, 2});
}

}  // namespace

TEST_CASE("types dropped and made anew while statements with them are kept") {
    matview_test::test_database database;
    matview::connection db(database.conninfo()), other(database.conninfo());
    other.execute(made);
    for (int times = 0; times < 3; ++times) {
        CAPTURE(times);
        all_found(db);
        other.execute(std::string(dropped) + "; " + made);
    }
    all_found(db);
}

TEST_CASE("types made anew, of which each is first met by one kind of read") {
    matview_test::test_database database;
    matview::connection other(database.conninfo());
    other.execute(made);
    const auto survives = [&](const std::string& what, const auto& read) {
        CAPTURE(what);
        matview::connection db(database.conninfo());
        const auto before = read(db);
        other.execute(std::string(dropped) + "; " + made);
        CHECK(read(db) == before);
        matview::connection nested(database.conninfo());
        CHECK(read(nested) == before);
        other.execute(std::string(dropped) + "; " + made);
        // Within a transaction the statement has failed with all before it; the next one finds what is there.
        try {
            matview::transaction run(nested);
            static_cast<void>(read(run));
            run.commit();
        } catch (const matview::error& failure) {
            INFO(failure.what());
            CHECK(failure.retryable());
        }
        CHECK(read(nested) == before);
    };
    using session = matview::session;
    survives("enum", [](session& db) { return found(db, col<&Trip::when> == weather::rain); });
    survives("enums in a list", [](session& db) { return found(db, col<&Trip::when>.in({weather::rain})); });
    survives("composite", [](session& db) { return found(db, col<&Trip::where> == spot{3, 4}); });
    survives("composites in a list", [](session& db) { return found(db, col<&Trip::where>.in({spot{3, 4}})); });
    survives("range", [](session& db) { return found(db, col<&Trip::how_far> == range<double>(5, 6)); });
    survives("array", [](session& db) { return found(db, col<&Trip::forecast>.overlaps({weather::rain})); });
    survives("reading", [](session& db) { return *db.get<Trip>(2).where; });
    survives("SQL of one's own", [](session& db) {
        return db.query<std::int64_t>("SELECT id FROM trip WHERE \"when\" = $1", weather::rain);
    });
    survives("SQL of one's own, cast", [](session& db) {
        return db.query<std::int64_t>("SELECT id FROM trip WHERE \"where\" = $1::spot", spot{3, 4});
    });
    survives("a value alone", [](session& db) { return db.query<weather>("SELECT $1::weather", weather::rain); });
    survives("a list alone", [](session& db) {
        return db.query<std::vector<weather>>("SELECT $1::weather[]", std::vector{weather::rain});
    });
    survives("text for an enum",
             [](session& db) { return db.query<std::int64_t>("SELECT id FROM trip WHERE \"when\" = $1", "rain"); });
}
