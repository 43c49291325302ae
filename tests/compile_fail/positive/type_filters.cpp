// The filters of arrays, JSON and ranges, on a model in an anonymous namespace: all that they take compiles without a warning.
#include <set>

#include <matview/matview.hpp>

namespace {

struct Event {
    std::int64_t id;
    std::string name;
    std::optional<std::int32_t> points;
    std::vector<std::string> tags;
    std::optional<std::vector<std::optional<std::int32_t>>> scores;
    std::array<double, 2> place;
    std::optional<matview::json> settings;
    matview::range<std::int32_t> seats;
    std::optional<matview::multirange<std::int32_t>> gaps;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("event");
        using primary_key = matview::key<&Event::id>;
    };
};

}  // namespace

std::size_t use(matview::session& db, const std::string& word, const std::optional<std::vector<int>>& wanted) {
    using matview::col;
    const auto tags = col<&Event::tags>;
    const auto scores = col<&Event::scores>;
    const auto settings = col<&Event::settings>;
    const auto seats = col<&Event::seats>;
    const auto gaps = col<&Event::gaps>;
    const char key[] = "key";
    auto q =
        matview::from<Event>()
            .filter(tags.contains(word), tags.contains("x"), tags.contains({"x", "y"}), tags.contains(key))
            .filter(tags.overlaps(std::set<std::string_view>{"x"}), tags.contained_by(std::vector{word}))
            .filter(scores.contains(1U), scores.overlaps(std::vector<std::optional<short>>{1, std::nullopt}))
            .filter(scores == std::array{1L, 2L} || std::vector<int>{} != scores, scores.at(1) + 1 > scores.length())
            .filter(tags.contains(col<&Event::name>) && scores.contains(col<&Event::points>) && tags == tags)
            .filter(col<&Event::place>.at(2) < 1.5F, tags.in({std::vector{word}}), tags.at(1).starts_with("x"))
            .filter(settings["a"][0][word].as<int>() == 1L, settings[key].as<bool>(), !settings["b"].as<bool>())
            .filter(settings["a"] == std::nullopt || settings["a"] != matview::json("1") || settings == settings["a"])
            .filter(settings.has_key(word) || settings["a"].has_any_keys({"b"}) ||
                    settings.has_all_keys(std::vector{word}))
            .filter(seats.contains(3) || seats.contains(3LL) || seats.contains(gaps) || gaps.contains(seats))
            .filter(seats.overlaps(gaps) && gaps.fully_left(seats) && seats.lower() < gaps.upper() && !seats.is_empty())
            .order_by(tags.length().desc(), settings["a"].as<std::string>().asc().nulls_first(), seats.lower());
    if (wanted) q = q.exclude(scores.overlaps(*wanted));
    return db.fetch(q).size();
}
