// expect: matview: contains and contained_by take, on JSON, JSON of the field's type: contains(matview::json(text))
// variants: 3
// names 1: json | int
// names 2: json | basic_string<char
// names 3: json | long
#include <matview/matview.hpp>

struct Event {
    std::int64_t id;
    std::string name;
    std::optional<std::int64_t> points;
    std::vector<std::string> tags;
    std::optional<std::vector<std::int32_t>> scores;
    matview::json settings;
    matview::range<std::int32_t> seats;
    std::optional<matview::multirange<std::int32_t>> gaps;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("event");
        using primary_key = matview::key<&Event::id>;
    };
};

using matview::col;

inline constexpr auto name = col<&Event::name>;
inline constexpr auto points = col<&Event::points>;
inline constexpr auto tags = col<&Event::tags>;
inline constexpr auto scores = col<&Event::scores>;
inline constexpr auto settings = col<&Event::settings>;
inline constexpr auto seats = col<&Event::seats>;
inline constexpr auto gaps = col<&Event::gaps>;

#if WRONG == 1
const auto c = settings.contains(3);
#elif WRONG == 2
const auto c = settings["a"].contained_by(name);
#elif WRONG == 3
const auto c = settings.contains(settings["a"].as<int>());
#else
const auto c = settings.contains(matview::json("{}")) || settings.contained_by(settings["a"]);
#endif
