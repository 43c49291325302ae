// expect: matview: contains looks into text, arrays, JSON and ranges: the field must be a std::string, a std::vector, a matview::json or a matview::range
// variants: 4
// names 1: long | points
// names 2: long | points
// names 3: long
// names 4: int
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
const auto c = points.contains(3);
#elif WRONG == 2
const auto c = points.contains("x");
#elif WRONG == 3
const auto c = tags.length().contains(3);
#elif WRONG == 4
const auto c = scores.at(1).contains(3);
#else
const auto c = tags.at(1).contains("x");
#endif
