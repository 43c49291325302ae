// Ways into JSON, typed values of it, keys and containment, on jsonb and on json; beside SQL by hand.
#include <matview/json.hpp>

#include "filtered.hpp"

using matview::asc;
using matview::col;
using matview::condition;
using matview::from;
using matview::json;
using matview::numeric;

namespace {

struct Configured {
    std::int32_t id;
    std::optional<json> settings;
    std::optional<std::string> word;
    struct Meta {
        static constexpr auto relation = matview::table("configured");
        using primary_key = matview::key<&Configured::id>;
    };
};

constexpr auto settings = col<&Configured::settings>;

// Of `v` there is each kind of value, and numbers at the limits of each type.
std::string setup(const std::string& type) {
    return "CREATE TABLE configured (id int PRIMARY KEY, settings " + type + R"sql(, word text);
    INSERT INTO configured VALUES
        (1, '{"theme": "dark", "v": 5, "deep": {"list": [10, "x", {"k": true}], "0": "zero"}, "tags": ["a", "b"]}', 'dark'),
        (2, '{}', 'a'), (3, NULL, NULL), (4, '{"v": null}', 'v'), (5, '{"v": "5"}', '5'), (6, '{"v": true}', 'v'),
        (7, '{"v": false}', 'x'), (8, '{"v": [5]}', 'x'), (9, '{"v": {"a": 5}}', 'x'), (10, '{"v": 2.5}', 'x'),
        (11, '{"v": 3.0}', 'x'), (12, '{"v": 9223372036854775807}', 'x'), (13, '{"v": 9223372036854775808}', 'x'),
        (14, '{"v": 1e400}', 'x'), (15, '{"v": 1e-400}', 'x'), (16, '{"v": -9223372036854775808}', 'x'),
        (17, '[1, "theme", {"v": 1}]', 'x'), (18, '"theme"', 'x'), (19, '7', 'x'), (20, 'null', 'x'), (21, '{"v": 0}', 'x'),
        (22, '{"a''b\"c": "it''s; DROP TABLE configured; --", "theme": "Light_%"}', 'x'), (23, '{"v": "true"}', 'x'))sql";
}

}  // namespace

TEST_CASE("ways into JSON, on jsonb and on json") {
    for (const char* const type : {"jsonb", "json"}) {
        CAPTURE(type);
        matview_test::filtered<Configured> t(setup(type));
        t.gives(settings["theme"] == json("\"dark\""), "id = 1",
                "(t0.\"settings\"::pg_catalog.jsonb OPERATOR(pg_catalog.->) $1) = $2");
        t.gives(settings["theme"] != json("\"dark\""), "id <> 1");
        t.gives(settings["deep"]["list"][0] == json("10"), "id = 1");
        t.gives(settings["deep"]["list"][-1]["k"] == json("true"), "id = 1");
        t.gives(settings["deep"]["list"][3] == std::nullopt, "true");
        t.gives(settings["deep"]["list"][5'000'000'000] == std::nullopt, "true");
        t.gives(settings["deep"][0] == std::nullopt, "true");
        t.gives(settings["deep"][std::string("0")] != std::nullopt, "id = 1");
        t.gives(settings[1] == json("\"theme\""), "id = 17");
        t.gives(settings["v"] == std::nullopt, "(settings -> 'v') IS NULL");
        t.gives(settings["v"].is_not_null(), "(settings -> 'v') IS NOT NULL");
        t.gives(settings["v"] == json("null"), "id = 4");
        t.gives(settings["v"] == json(" { \"a\":5 } "), "id = 9");
        t.gives(settings["v"].in({json("5"), json("3")}), "id IN (1, 11)");
        t.gives(settings["a'b\"c"].is_not_null(), "id = 22");
        t.gives(settings == json("{}"), "id = 2", "t0.\"settings\"::pg_catalog.jsonb = $1");
        t.gives(settings != json("{}"), "id <> 2");
        t.gives(settings.in({json("7"), json("{ }")}), "id IN (2, 19)");
        t.gives(settings == std::nullopt, "settings IS NULL", "t0.\"settings\" IS NULL");
        t.gives(settings == settings, "settings IS NOT NULL");
    }
}

TEST_CASE("typed values of JSON: what is of another kind, or beyond the type, is NULL and no error") {
    for (const char* const type : {"jsonb", "json"}) {
        CAPTURE(type);
        matview_test::filtered<Configured> t(setup(type));
        const auto v = settings["v"];
        t.gives(v.as<std::int64_t>() == 5, "id = 1");
        t.gives(v.as<int>() != 5, "id <> 1");
        t.gives(v.as<std::int64_t>() > 2, "id IN (1, 11, 12)");
        t.gives(v.as<std::int64_t>() == std::nullopt, "id NOT IN (1, 11, 12, 16, 21)");
        t.gives(v.as<std::int64_t>().in({0, 3}), "id IN (11, 21)");
        t.gives(v.as<std::int64_t>().between(-1, 4), "id IN (11, 21)");
        t.gives(v.as<std::int64_t>() == std::numeric_limits<std::int64_t>::max(), "id = 12");
        t.gives(v.as<std::int64_t>() == std::numeric_limits<std::int64_t>::min(), "id = 16");
        t.gives(v.as<int>() / 2 == 1, "id = 11");
        t.gives(v.as<double>() == 2.5, "id = 10");
        t.gives(v.as<double>() >= 3, "id IN (1, 11, 12, 13)");
        t.gives(v.as<double>() == 0, "id = 21");
        t.gives(v.as<double>().is_null(), "id NOT IN (1, 10, 11, 12, 13, 16, 21)");
        t.gives(v.as<numeric>() == numeric("2.5"), "id = 10");
        t.gives(v.as<numeric>() > numeric("9223372036854775807"), "id IN (13, 14)");
        t.gives(v.as<numeric>() > 0 && v.as<numeric>() < numeric("0.001"), "id = 15");
        t.gives(v.as<numeric>() + 1 == 6, "id = 1");
        t.gives(v.as<bool>() && condition<Configured>(), "id = 6");
        t.gives(!v.as<bool>(), "id <> 6");
        t.gives(v.as<bool>() == false, "id = 7");
        t.gives(v.as<bool>() == std::nullopt, "id NOT IN (6, 7)");
        t.gives(v.as<std::string>() == "5", "settings ->> 'v' = '5'",
                "(t0.\"settings\"::pg_catalog.jsonb OPERATOR(pg_catalog.->>) $1) = $2");
        t.gives(v.as<std::string>() == "[5]", "id = 8");
        t.gives(v.as<std::string>() == std::nullopt, "settings ->> 'v' IS NULL");
        t.gives(v.as<std::string>() != "true", "settings ->> 'v' IS DISTINCT FROM 'true'");
        t.gives(settings["theme"].as<std::string>() == col<&Configured::word>, "settings ->> 'theme' = word");
        t.gives(settings["theme"].as<std::string>().contains("ar"), "id = 1");
        t.gives(settings["theme"].as<std::string>().icontains("t_%"), "id = 22");
        t.gives(settings["theme"].as<std::string>() < "a", "settings ->> 'theme' < 'a'");
        t.gives(settings["a'b\"c"].as<std::string>() == "it's; DROP TABLE configured; --", "id = 22");
        t.gives(settings.as<std::string>() == "theme", "id = 18",
                "(t0.\"settings\"::pg_catalog.jsonb OPERATOR(pg_catalog.#>>) '{}') = $1");
        t.gives(settings.as<int>() == 7, "id = 19");
        t.gives(settings["deep"]["list"][1].as<std::string>() == "x", "id = 1");
        t.gives(v.as<std::int64_t>() == settings["v"].as<double>(), "id IN (1, 11, 12, 16, 21)");
        t.is_ordered(from<Configured>().order_by(v.as<numeric>().desc().nulls_last(), asc<&Configured::id>),
                     "CASE jsonb_typeof(settings::jsonb -> 'v') WHEN 'number' THEN (settings::jsonb -> 'v')::numeric "
                     "END DESC NULLS LAST, id");
        t.is_ordered(from<Configured>().order_by(v.as<std::string>().asc(), asc<&Configured::id>),
                     "settings ->> 'v', id");
    }
}

TEST_CASE("keys and containment in JSON") {
    for (const char* const type : {"jsonb", "json"}) {
        CAPTURE(type);
        matview_test::filtered<Configured> t(setup(type));
        t.gives(settings.has_key("theme"), "settings::jsonb ? 'theme'",
                "t0.\"settings\"::pg_catalog.jsonb OPERATOR(pg_catalog.?) $1");
        t.gives(settings.has_key("a'b\"c"), "id = 22");
        t.gives(settings.has_key("list") || settings["deep"].has_key("list"), "id = 1");
        t.gives(settings.has_any_keys({"tags", "v"}), "settings::jsonb ?| '{tags,v}'",
                "t0.\"settings\"::pg_catalog.jsonb OPERATOR(pg_catalog.?|) $1");
        t.gives(settings.has_any_keys(std::vector<std::string>{}), "settings::jsonb ?| '{}'");
        t.gives(settings.has_all_keys({"theme", "v"}), "settings::jsonb ?& '{theme,v}'",
                "t0.\"settings\"::pg_catalog.jsonb OPERATOR(pg_catalog.?&) $1");
        t.gives(settings.has_all_keys(std::vector<std::string>{}), "settings IS NOT NULL");
        t.gives(settings["tags"].has_all_keys({"a", "b"}), "id = 1");
        t.gives(settings.contains(json(R"({"v": 5})")), "settings::jsonb @> '{\"v\": 5}'",
                "t0.\"settings\"::pg_catalog.jsonb OPERATOR(pg_catalog.@>) $1");
        t.gives(settings.contains(json(R"({"deep": {"list": ["x"]}})")), "id = 1");
        t.gives(settings.contains(json("{}")), "jsonb_typeof(settings::jsonb) = 'object'");
        t.gives(settings["deep"]["list"].contains(json("[10]")), "id = 1");
        t.gives(settings["v"].contained_by(json(R"([5, 6])")), "(settings::jsonb -> 'v') <@ '[5, 6]'");
        t.gives(settings.contained_by(json(R"({"v": null, "theme": 1})")), "id IN (2, 4)");
        t.gives(settings.contains(settings["v"]), "settings::jsonb @> (settings::jsonb -> 'v')");
    }
}

TEST_CASE("filters on jsonb use its indexes") {
    matview_test::filtered<Configured> t(setup("jsonb"));
    t.by_hand.exec(
        "CREATE INDEX by_anything ON configured USING gin (settings);"
        "CREATE INDEX by_theme ON configured ((settings ->> 'theme'));"
        "CREATE INDEX by_deep ON configured USING gin ((settings -> 'deep'))");
    t.uses_index(settings.contains(json(R"({"v": 5})")), R"('{"v": 5}')", "by_anything");
    t.uses_index(settings.has_key("v"), "'v'", "by_anything");
    t.uses_index(settings.has_any_keys({"v", "w"}), "'{v,w}'", "by_anything");
    t.uses_index(settings.has_all_keys({"v", "w"}), "'{v,w}'", "by_anything");
    t.uses_index(settings["theme"].as<std::string>() == "dark", "'theme', 'dark'", "by_theme");
    t.uses_index(settings["deep"].contains(json(R"({"list": [10]})")), R"('deep', '{"list": [10]}')", "by_deep");
}

namespace {

struct Parsed {
    std::int32_t id;
    std::optional<nlohmann::json> settings;
    struct Meta {
        static constexpr auto relation = matview::table("configured");
        using primary_key = matview::key<&Parsed::id>;
    };
};

}  // namespace

TEST_CASE("filters on documents of nlohmann-json") {
    matview_test::filtered<Parsed> t(setup("jsonb"));
    constexpr auto parsed = col<&Parsed::settings>;
    t.gives(parsed["v"] == nlohmann::json(5), "id = 1");
    t.gives(parsed["v"].as<int>() == 5, "id = 1");
    t.gives(parsed == nlohmann::json::object(), "id = 2");
    t.gives(parsed.in({nlohmann::json(7), nlohmann::json(nullptr)}), "id IN (19, 20)");
    t.gives(parsed.contains(nlohmann::json{{"v", {{"a", 5}}}}), "id = 9");
    t.gives(parsed["tags"].contained_by(nlohmann::json{"a", "b", "c"}), "id = 1");
    t.gives(parsed.has_any_keys({"tags"}), "id = 1");
}
