// expect: matview: as reads a value of JSON as std::int64_t, double, matview::numeric, bool or std::string: [key].as<std::string>()
// variants: 3
// names 1: vector<int
// names 2: char
// names 3: json
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
const auto c = settings["a"].as<std::vector<int>>() == 1;
#elif WRONG == 2
const auto c = settings["a"].as<const char*>() == "x";
#elif WRONG == 3
const auto c = settings.as<matview::json>() == 1;
#else
const auto c = settings["a"].as<std::string>() == "x";
#endif
