// expect: matview: adjacent_to, fully_left, fully_right, lower, upper and is_empty are asked of ranges: the field must be a matview::range or a matview::multirange
// variants: 4
// names 1: basic_string<char
// names 2: basic_string<char
// names 3: long
// names 4: vector<int
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
const auto c = name.lower() == "x";
#elif WRONG == 2
const auto c = tags.is_empty();
#elif WRONG == 3
const auto c = points.fully_left(3);
#elif WRONG == 4
const auto c = scores.adjacent_to(std::vector<int>{});
#else
const auto c = seats.lower() == 3;
#endif
