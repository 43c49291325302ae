// contains, contained_by, overlaps, length, at, == and != on arrays, with NULL arrays, NULL elements and empty arrays; beside SQL by hand.
#include <array>
#include <chrono>
#include <set>
#include <vector>

#include "filtered.hpp"

using matview::asc;
using matview::col;
using matview::from;
using matview::numeric;

namespace {

struct Tagged {
    std::int32_t id;
    std::optional<std::vector<std::optional<std::string>>> tags;
    std::optional<std::vector<std::string>> codes;
    std::optional<std::vector<std::optional<std::int32_t>>> nums;
    std::optional<std::vector<std::int64_t>> smalls;
    std::optional<std::vector<numeric>> prices;
    std::optional<std::vector<double>> weights;
    std::optional<std::vector<std::string>> moods;
    std::optional<std::array<std::int32_t, 2>> pair;
    std::optional<std::vector<bool>> flags;
    std::optional<std::string> word;
    std::optional<std::int32_t> number;
    struct Meta {
        static constexpr auto relation = matview::table("tagged");
        using primary_key = matview::key<&Tagged::id>;
    };
};

constexpr auto tags = col<&Tagged::tags>;
constexpr auto codes = col<&Tagged::codes>;
constexpr auto nums = col<&Tagged::nums>;
constexpr auto smalls = col<&Tagged::smalls>;
constexpr auto prices = col<&Tagged::prices>;
constexpr auto weights = col<&Tagged::weights>;
constexpr auto moods = col<&Tagged::moods>;
constexpr auto pair = col<&Tagged::pair>;
constexpr auto flags = col<&Tagged::flags>;
using texts = std::vector<std::string>;
using perhaps = std::vector<std::optional<std::string>>;

const char* const setup = R"sql(
    CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
    CREATE DOMAIN short_list AS int2[];
    CREATE TABLE tagged (id int PRIMARY KEY, tags text[], codes varchar(5)[], nums int[], smalls short_list, prices numeric(10,2)[],
                         weights real[], moods mood[], pair int[], flags bool[], word text, number int);
    INSERT INTO tagged VALUES
        (1, '{a,b}', '{a,b}', '{1,2}', '{1,2}', '{1.50,2}', '{0.5,0.1}', '{sad,ok}', '{1,2}', '{t,f}', 'a', 2),
        (2, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', 'a', 1),
        (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        (4, '{a,NULL}', '{c}', '{NULL,7}', '{7}', '{7}', '{7}', '{happy}', '{7,7}', '{NULL}', 'b', 7),
        (5, '{b,c,a,a}', '{abcde}', '{2147483647,1}', '{32767}', '{1.5}', '{0.1}', '{ok,ok}', '{2,1}', '{t}', 'c', 3),
        (6, '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL}', '{NULL,NULL}', '{f}', NULL, 4),
        (7, '[0:1]={x,y}', '{%,"''"}', '[-1:0]={5,6}', '{5}', '{5}', '{5}', '{sad}', '{5,6}', '{t,t}', 'x', 5),
        (8, '{{a,b},{c,d}}', '{"a,b"}', '{{1,2},{3,4}}', '{}', '{}', '{}', '{}', '{}', '{}', 'd', 4);
    CREATE INDEX tagged_tags ON tagged USING gin (tags);
    CREATE INDEX tagged_codes ON tagged USING gin (codes);
    CREATE INDEX tagged_nums ON tagged USING gin (nums);
    CREATE INDEX tagged_smalls ON tagged USING gin (smalls);
    CREATE INDEX tagged_prices ON tagged USING gin (prices);
    CREATE INDEX tagged_moods ON tagged USING gin (moods);
    CREATE INDEX tagged_equal ON tagged (nums))sql";

}  // namespace

TEST_CASE("contains on arrays: an element, or all of a list") {
    matview_test::filtered<Tagged> t(setup);
    t.gives(tags.contains("a"), "tags @> '{a}'", "t0.\"tags\" OPERATOR(pg_catalog.@>) $1");
    t.gives(tags.contains({"a", "b"}), "tags @> '{a,b}'");
    t.gives(tags.contains(texts{"b", "b"}), "tags @> '{b,b}'");
    t.gives(tags.contains(std::set<std::string>{"c", "d"}), "tags @> '{c,d}'");
    t.gives(tags.contains(texts{}), "tags @> '{}'");
    t.gives(tags.contains(perhaps{std::nullopt}), "false");
    t.gives(tags.contains("none"), "false");
    t.gives(codes.contains("a"), "codes @> '{a}'");
    t.gives(codes.contains("a,b"), "codes @> '{\"a,b\"}'");
    t.gives(codes.contains({"'", "%"}), "id = 7");
    t.gives(codes.contains("abcdefg"), "false");
    t.gives(nums.contains(1), "nums @> '{1}'");
    t.gives(nums.contains({1U, 2U}), "nums @> '{1,2}'");
    t.gives(smalls.contains(std::array<short, 1>{7}), "smalls @> '{7}'");
    t.gives(prices.contains(numeric("1.5")), "prices @> '{1.5}'");
    t.gives(prices.contains({2, 2}), "prices @> '{2}'");
    t.gives(weights.contains(0.1), "weights @> '{0.1}'");
    t.gives(weights.contains(7), "weights @> '{7}'");
    t.gives(moods.contains("ok"), "moods @> '{ok}'");
    t.gives(pair.contains({1, 2}), "pair @> '{1,2}'");
    t.gives(flags.contains(false), "flags @> '{f}'");
    t.gives(tags.contains(col<&Tagged::word>), "word = ANY (tags)", "t0.\"word\" = ANY (t0.\"tags\")");
    t.gives(nums.contains(col<&Tagged::number>), "number = ANY (nums)");
    t.gives(tags.contains(tags), "tags @> tags");
}

TEST_CASE("contained_by and overlaps on arrays") {
    matview_test::filtered<Tagged> t(setup);
    t.gives(tags.contained_by({"a", "b", "c"}), "tags <@ '{a,b,c}'", "t0.\"tags\" OPERATOR(pg_catalog.<@) $1");
    t.gives(tags.contained_by(texts{}), "tags <@ '{}'");
    t.gives(tags.contained_by(perhaps{"a", std::nullopt}), "tags <@ '{a,NULL}'");
    t.gives(tags.overlaps({"c", "x"}), "tags && '{c,x}'", "t0.\"tags\" OPERATOR(pg_catalog.&&) $1");
    t.gives(tags.overlaps(texts{}), "false AND tags IS NOT NULL");
    t.gives(tags.overlaps(perhaps{std::nullopt}), "tags && '{NULL}'");
    t.gives(nums.overlaps({7, 5}), "nums && '{7,5}'");
    t.gives(nums.contained_by(std::vector<std::int64_t>{1, 2, 3}), "nums <@ '{1,2,3}'");
    t.gives(moods.overlaps({"happy", "sad"}), "moods && '{happy,sad}'");
    t.gives(moods.contained_by({"ok", "sad"}), "moods <@ '{ok,sad}'");
    t.gives(pair.overlaps({2}), "pair && '{2}'");
    t.gives(tags.overlaps(tags), "tags && tags");
}

TEST_CASE("length and at: numbers and elements to compare and to order by") {
    matview_test::filtered<Tagged> t(setup);
    t.gives(tags.length() > 1, "cardinality(tags) > 1", "pg_catalog.cardinality(t0.\"tags\") > $1");
    t.gives(tags.length() == 0, "tags = '{}'");
    t.gives(tags.length() == std::nullopt, "tags IS NULL");
    t.gives(tags.length() != 2, "cardinality(tags) IS DISTINCT FROM 2");
    t.gives(tags.length().in({2, 4}), "cardinality(tags) IN (2, 4)");
    t.gives(tags.length() + nums.length() == 4, "cardinality(tags) + cardinality(nums) = 4");
    t.gives(tags.length() > nums.length(), "cardinality(tags) > cardinality(nums)");
    t.gives(smalls.length().between(1, 2), "cardinality(smalls) BETWEEN 1 AND 2");
    t.gives(tags.at(1) == "a", "tags[1] = 'a'", "(t0.\"tags\")[$1] = $2");
    t.gives(tags.at(0) == "x", "tags[0] = 'x'");
    t.gives(tags.at(2) == std::nullopt, "tags[2] IS NULL");
    t.gives(tags.at(5'000'000'000).is_not_null(), "false");
    t.gives(tags.at(2).icontains("B"), "tags[2] ILIKE '%b%'");
    t.gives(tags.at(1) < tags.at(2), "tags[1] < tags[2]");
    t.gives(tags.at(1) == col<&Tagged::word>, "tags[1] = word");
    t.gives(nums.at(2) >= 2, "nums[2] >= 2");
    t.gives(nums.at(1) == 5'000'000'000, "false");
    t.gives(nums.at(1) + 1 > nums.at(2), "nums[1]::bigint + 1 > nums[2]");
    t.gives(smalls.at(1).in({1, 5}), "smalls[1] IN (1, 5)");
    t.gives(moods.at(1) < "happy", "moods[1] < 'happy'");
    t.gives(weights.at(2) < 0.2, "weights[2] < 0.2");
    t.gives(flags.at(1) && matview::condition<Tagged>(), "flags[1]");
    t.is_ordered(from<Tagged>().order_by(tags.length().desc().nulls_last(), nums.at(1), asc<&Tagged::id>),
                 "cardinality(tags) DESC NULLS LAST, nums[1], id");
}

TEST_CASE("arrays beside lists by == and !=: order, doubles and NULLs count") {
    matview_test::filtered<Tagged> t(setup);
    t.gives(tags == texts{"a", "b"}, "tags = '{a,b}'", "t0.\"tags\" = $1");
    t.gives(tags == texts{"b", "a"}, "false");
    t.gives(tags != texts{"a", "b"}, "tags IS DISTINCT FROM '{a,b}'");
    t.gives(tags == texts{}, "tags = '{}'");
    t.gives(tags == perhaps{"a", std::nullopt}, "tags = '{a,NULL}'");
    t.gives(std::vector<const char*>{"b", "c", "a", "a"} == tags, "id = 5");
    t.gives(nums == std::array{1, 2}, "nums = '{1,2}'");
    t.gives(pair == std::array{5, 6}, "pair = '{5,6}'");
    t.gives(pair == std::vector<int>{5}, "false");
    t.gives(prices == std::vector{numeric("1.5")}, "prices = '{1.5}'");
    t.gives(moods == texts{"ok", "ok"}, "moods = '{ok,ok}'");
    t.gives(flags == std::vector<bool>{true, false}, "flags = '{t,f}'");
    t.gives(tags == std::nullopt, "tags IS NULL");
    t.gives(tags != std::nullopt, "tags IS NOT NULL");
    t.gives(tags == tags, "tags = tags");
}

TEST_CASE(
    "a list with a value that no element can be is contained in none and equals none, and the rest of it counts "
    "elsewhere") {
    matview_test::filtered<Tagged> t(setup);
    t.gives(nums.contains(5'000'000'000), "false");
    t.gives(nums.contains({1L, 5'000'000'000}), "false");
    t.gives(nums == std::vector{1L, 5'000'000'000}, "false");
    t.gives(nums != std::vector{1L, 5'000'000'000}, "true");
    t.gives(nums.overlaps({1L, 5'000'000'000}), "nums && '{1}'");
    t.gives(nums.contained_by({1L, 2L, 5'000'000'000}), "nums <@ '{1,2}'");
    t.gives(nums.contains(std::numeric_limits<unsigned long long>::max()), "false");
    t.gives(nums.overlaps({1ULL, std::numeric_limits<unsigned long long>::max()}), "nums && '{1}'");
    t.gives(moods.contains({"ok", "angry"}), "false");
    t.gives(moods.overlaps({"ok", "angry"}), "moods && '{ok}'");
    t.gives(moods != texts{"angry"}, "true");
}

TEST_CASE("filters on arrays use their indexes") {
    matview_test::filtered<Tagged> t(setup);
    t.uses_index(tags.contains("a"), "'{a}'", "tagged_tags");
    t.uses_index(tags.contains({"a", "b"}), "'{a,b}'", "tagged_tags");
    t.uses_index(tags.overlaps({"a"}), "'{a}'", "tagged_tags");
    t.uses_index(tags.contained_by({"a"}), "'{a}'", "tagged_tags");
    t.uses_index(codes.contains("a"), "'{a}'", "tagged_codes");
    t.uses_index(nums.overlaps({1, 2}), "'{1,2}'", "tagged_nums");
    t.uses_index(smalls.contains(1), "'{1}'", "tagged_smalls");
    t.uses_index(prices.contains(1), "'{1}'", "tagged_prices");
    t.uses_index(moods.contains("ok"), "'{ok}'", "tagged_moods");
    t.uses_index(nums == std::vector{1, 2}, "'{1,2}'", "tagged_equal");
}

TEST_CASE("a column whose elements change their type is asked anew") {
    matview_test::filtered<Tagged> t(setup);
    const auto q = from<Tagged>().filter(nums.at(1) == 1).only<&Tagged::id>();
    const auto held = from<Tagged>().filter(tags.at(1) == "a").only<&Tagged::id>();
    CHECK_EQ(t.db.count(q), 1);
    CHECK_EQ(t.db.count(held), 2);
    t.by_hand.exec(
        "DROP INDEX tagged_tags; ALTER TABLE tagged ALTER tags TYPE name[] USING tags::name[];"
        "ALTER TABLE tagged ALTER nums TYPE int8[]");
    CHECK_EQ(t.db.count(q), 1);
    CHECK_EQ(t.db.count(held), 2);
}

namespace {

struct place {
    std::string street;
    std::optional<std::int32_t> number;
    struct Meta {
        static constexpr auto type = matview::composite_type("place");
    };
};

struct Tour {
    std::int32_t id;
    std::optional<std::vector<place>> stops;
    std::optional<std::vector<matview::json>> notes;
    std::optional<std::vector<matview::uuid>> keys;
    std::optional<std::vector<std::chrono::sys_time<std::chrono::microseconds>>> times;
    struct Meta {
        static constexpr auto relation = matview::table("tour");
        using primary_key = matview::key<&Tour::id>;
    };
};

}  // namespace

TEST_CASE("filters on arrays of composites, JSON, keys and times") {
    matview_test::filtered<Tour> t(R"sql(
        CREATE TYPE place AS (street text, number int);
        CREATE TABLE tour (id int PRIMARY KEY, stops place[], notes jsonb[], keys uuid[], times timestamptz[]);
        INSERT INTO tour VALUES
            (1, '{"(a,1)","(b,)"}', '{"{\"k\": 1}","[2]"}', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', '{2024-01-01 00:00Z}'),
            (2, '{}', '{}', '{}', '{}'), (3, NULL, NULL, NULL, NULL), (4, '{NULL}', '{NULL}', '{NULL}', '{NULL,infinity}'))sql");
    const matview::uuid key("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
    constexpr auto stops = col<&Tour::stops>;
    constexpr auto notes = col<&Tour::notes>;
    t.gives(stops.contains(place{"a", 1}), "id = 1");
    t.gives(stops.overlaps({place{"b", std::nullopt}, place{"c", 1}}), "id = 1");
    t.gives(stops.at(2) == place{"b", std::nullopt}, "id = 1");
    t.gives(stops.at(1).in({place{"a", 1}, place{"x", 2}}), "id = 1");
    t.gives(stops == std::vector<place>{{"a", 1}, {"b", std::nullopt}}, "id = 1");
    t.gives(notes.contains(matview::json("[ 2 ]")), "id = 1");
    t.gives(notes.at(1)["k"].as<int>() == 1, "id = 1");
    t.gives(notes.at(1) == matview::json("{\"k\":1}"), "id = 1");
    t.gives(col<&Tour::keys>.contains(key), "id = 1");
    t.gives(col<&Tour::keys>.at(1).in({key}), "id = 1");
    t.gives(col<&Tour::times>.contains(std::chrono::sys_days(std::chrono::year(2024) / 1 / 1)), "id = 1");
    t.gives(col<&Tour::times>.at(2).is_not_null(), "id = 4");
}
