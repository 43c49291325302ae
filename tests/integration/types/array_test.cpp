// Arrays through a real server, in both directions.
#include "composed_support.hpp"

#include <limits>

using namespace composed_test;
using namespace std::chrono;
using namespace std::chrono_literals;
using matview::numeric;

namespace {

template <class V> using list = std::vector<V>;
template <class V> using optional_list = std::vector<std::optional<V>>;

struct Post {
    std::int64_t id;
    std::vector<std::string> tags;
    std::optional<std::vector<std::optional<std::int64_t>>> scores;
    std::array<double, 2> place;

    struct Meta {
        static constexpr auto relation = matview::table("post");
        using primary_key = matview::key<&Post::id>;
    };
};

void make_posts(matview::session& db) {
    db.execute(
        "CREATE TABLE post (id bigint, tags text[], scores int[], place float8[]);"
        "INSERT INTO post VALUES (1, '{a,b}', '{1,NULL}', '{1,2}'), (2, '{}', NULL, '{0,0}')");
}

}  // namespace

TEST_CASE("arrays of every scalar") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute("SET TimeZone = 'UTC'");
    both_ways<list<bool>>(db, "bool[]", "'{t,f,t}'", {true, false, true});
    both_ways<optional_list<bool>>(db, "bool[]", "'{t,NULL}'", {true, std::nullopt});
    both_ways<list<short>>(db, "int2[]", "'{-32768,32767}'", {std::numeric_limits<short>::min(), 32767});
    both_ways<list<int>>(db, "int4[]", "'{-2147483648,2147483647}'", {std::numeric_limits<int>::min(), 2147483647});
    both_ways<list<std::int64_t>>(db, "int8[]", "'{-9223372036854775808,9223372036854775807}'",
                                  {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()});
    both_ways<list<float>>(db, "float4[]", "'{0.1,-Infinity}'", {0.1F, -std::numeric_limits<float>::infinity()});
    both_ways<list<double>>(db, "float8[]", "'{5e-324,-0}'", {5e-324, -0.0});
    both_ways<list<numeric>>(db, "numeric[]", "'{1.50,NaN,Infinity}'",
                             {numeric("1.50"), numeric("NaN"), numeric("Infinity")});
    both_ways<list<std::string>>(db, "text[]", "ARRAY['', 'a,\"b\\', 'NULL', 'grüße']",
                                 {"", "a,\"b\\", "NULL", "grüße"});
    both_ways<list<std::string>>(db, "varchar(3)[]", "'{abc}'", {"abc"});
    both_ways<list<std::string>>(db, "name[]", "'{abc}'", {"abc"});
    both_ways<list<std::string>>(db, "char(3)[]", "'{ab}'", {"ab "});
    both_ways<optional_list<std::string>>(db, "text[]", "ARRAY['a', NULL]", {"a", std::nullopt});
    both_ways<list<std::vector<std::byte>>>(db, "bytea[]", "ARRAY['\\x00ff', '']::bytea[]",
                                            {{std::byte{0}, std::byte{255}}, {}});
    both_ways<list<matview::uuid>>(db, "uuid[]", "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'",
                                   {matview::uuid("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")});
    both_ways<list<year_month_day>>(db, "date[]", "'{2024-02-29,\"0001-01-01 BC\"}'",
                                    {2024y / 2 / 29, year{0} / 1 / 1});
    both_ways<list<matview::time_of_day>>(db, "time[]", "'{24:00:00}'", {matview::time_of_day{24h}});
    both_ways<list<local_time<microseconds>>>(db, "timestamp[]", "'{2024-02-29 13:05:09.00012}'",
                                              {local_days{2024y / 2 / 29} + 13h + 5min + 9s + 120us});
    both_ways<list<sys_time<microseconds>>>(db, "timestamptz[]", "'{1970-01-01 00:00:00+00}'",
                                            {sys_time<microseconds>{}});
}

TEST_CASE("arrays of none, of very many, and of a fixed number") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    both_ways<list<int>>(db, "int4[]", "'{}'", {});
    both_ways<list<bool>>(db, "bool[]", "'{}'", {});
    both_ways<std::array<int, 0>>(db, "int4[]", "'{}'", {});
    both_ways<std::array<int, 3>>(db, "int4[]", "'{1,2,3}'", {1, 2, 3});
    both_ways<std::array<std::optional<std::string>, 2>>(db, "text[]", "'{NULL,b}'", {std::nullopt, "b"});
    const auto many =
        db.query<list<std::int64_t>>("SELECT array_agg(i) FROM generate_series(1, 200000::bigint) AS i").at(0);
    REQUIRE_EQ(many.size(), 200000);
    CHECK_EQ(many.back(), 200000);
    CHECK_EQ(
        db.query<bool>("SELECT $1 = (SELECT array_agg(i) FROM generate_series(1, 200000::bigint) AS i)", many).at(0),
        true);
    try {
        db.execute("SELECT $1::text", many);
        FAIL("no error");
    } catch (const matview::mapping_error& refused) {
        contains(refused.message(), "parameter $1 (std::vector<std::int64_t> {1,2,3,");
        CHECK(refused.message().size() < 400);
    }
    const auto error = error_of<matview::value_error, std::array<int, 2>>(db, "'{1,2,3}'::int[]");
    contains(error.message(), "an array of 3 elements where 2 belong");
}

TEST_CASE("array elements are read as their type is: widened, as domains, as citext and enum labels") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    db.execute(
        "CREATE DOMAIN points AS int; CREATE DOMAIN several AS points[]; CREATE TYPE mood AS ENUM ('sad', 'very "
        "happy');"
        "CREATE EXTENSION citext");
    CHECK_EQ(db.query<list<std::int64_t>>("SELECT '{1,2}'::int[]").at(0), list<std::int64_t>{1, 2});
    CHECK_EQ(db.query<list<double>>("SELECT '{0.5}'::float4[]").at(0), list<double>{0.5});
    both_ways<list<int>>(db, "points[]", "'{1,2}'", {1, 2});
    both_ways<list<int>>(db, "several", "'{1,2}'", {1, 2});
    both_ways<list<std::string>>(db, "mood[]", "'{sad,\"very happy\"}'", {"sad", "very happy"});
    both_ways<list<std::string>>(db, "citext[]", "'{A,b}'", {"A", "b"});
}

TEST_CASE("arrays that are refused say what to do, and what they say helps") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    const auto dimensions = error_of<matview::value_error, list<int>>(db, "'{{1,2},{3,4}}'::int[]");
    contains(dimensions.message(), "an array of 2 dimensions");
    contains(dimensions.hint(), "ARRAY(SELECT pg_catalog.unnest(column))");
    CHECK_EQ(
        db.query<list<int>>("SELECT ARRAY(SELECT pg_catalog.unnest(c)) FROM (SELECT '{{1,2},{3,4}}'::int[]) AS t (c)")
            .at(0),
        list<int>{1, 2, 3, 4});

    const auto bound = error_of<matview::value_error, list<int>>(db, "'[0:2]={1,2,3}'::int[]");
    contains(bound.message(), "whose first element has the index 0, not 1");
    contains(bound.hint(), "(column)[:]");
    CHECK_EQ(db.query<list<int>>("SELECT (c)[:] FROM (SELECT '[0:2]={1,2,3}'::int[]) AS t (c)").at(0),
             list<int>{1, 2, 3});

    const auto null = error_of<matview::mapping_error, list<int>>(db, "'{1,NULL}'::int[]");
    contains(null.message(), "element 2: NULL");
    contains(null.message(), "make them std::optional");
    contains(null.message(), "(the value, std::vector<std::int32_t>) in row 1");

    const auto inside = error_of<matview::value_error, list<year_month_day>>(db, "'{2024-01-01,infinity}'::date[]");
    contains(inside.message(), "element 2: infinity does not fit into std::chrono::year_month_day");

    const auto type = error_of<matview::mapping_error, list<int>>(db, "'{1}'::int8[] AS tags");
    contains(type.what(), "column tags is bigint[], which the value (std::vector<std::int32_t>) does not read");
    contains(type.what(), "make the value std::vector<std::int64_t>, or cast in the SQL: \"tags\"::integer[]");
    CHECK_THROWS_AS(db.query<list<int>>("SELECT 1"), matview::mapping_error);
    contains(error_of<matview::mapping_error, int>(db, "'{1}'::int[]").what(),
             "make the value std::vector<std::int32_t>");
}

TEST_CASE("arrays in models: read, compared, written") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    make_posts(db);
    using matview::col, matview::from;
    CHECK(db.verify<Post>().ok());
    const auto posts = db.fetch(from<Post>().order_by(matview::asc<&Post::id>));
    REQUIRE_EQ(posts.size(), 2);
    CHECK_EQ(posts[0].tags, list<std::string>{"a", "b"});
    CHECK_EQ(posts[0].scores, optional_list<std::int64_t>{1, std::nullopt});
    CHECK_EQ(posts[0].place, std::array{1.0, 2.0});
    CHECK(posts[1].tags.empty());
    CHECK_FALSE(posts[1].scores.has_value());

    const auto count = [&](const auto& condition) { return db.count(from<Post>().filter(condition)); };
    CHECK_EQ(count(col<&Post::tags> == list<std::string>{"a", "b"}), 1);
    CHECK_EQ(count(col<&Post::tags> != list<std::string>{"a", "b"}), 1);
    CHECK_EQ(count(col<&Post::tags>.in({list<std::string>{}, list<std::string>{"c"}})), 1);
    CHECK_EQ(count(col<&Post::scores> == optional_list<std::int64_t>{1, std::nullopt}), 1);
    CHECK_EQ(count(col<&Post::scores> == optional_list<std::int64_t>{5'000'000'000}), 0);  // no int4 is that
    CHECK_EQ(count(col<&Post::scores>.is_null()), 1);
    CHECK_EQ(db.execute("UPDATE post SET tags = $1, scores = $2 WHERE id = $3", list<std::string>{"x", "ä\"\\"},
                        std::optional<list<int>>(), 2),
             1);
    CHECK_EQ(db.get<Post>(2).tags, list<std::string>{"x", "ä\"\\"});
    CHECK_THROWS_AS(db.execute("UPDATE post SET scores = $1", list<std::int64_t>{5'000'000'000}), matview::value_error);
    CHECK_THROWS_AS(db.execute("UPDATE post SET scores = $1", list<std::string>{"1"}), matview::mapping_error);
    CHECK_EQ(db.query<std::int64_t>("SELECT id FROM post WHERE id = ANY ($1) ORDER BY id", list<int>{2, 3}),
             list<std::int64_t>{2});
}

TEST_CASE("a null in an array's field of a model names view, column, element and row") {
    matview_test::test_database database;
    matview::connection db(database.conninfo());
    make_posts(db);
    db.execute("UPDATE post SET tags = '{a,NULL}' WHERE id = 2");
    try {
        static_cast<void>(db.fetch(matview::from<Post>().order_by(matview::asc<&Post::id>)));
        FAIL("no error");
    } catch (const matview::mapping_error& error) {
        contains(error.message(), "post: column tags (Post::tags, std::vector<std::string>) in row 2: element 2: NULL");
    }
}
