// expect: matview: contained_by and overlaps take, on an array, a list of elements of the array's type: overlaps({1, 2})
// variants: 4
// names 1: basic_string<char | char
// names 2: vector<int | initializer_list<
// names 3: vector<int | int
// names 4: basic_string<char | Event::scores
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
const auto c = tags.overlaps("x");
#elif WRONG == 2
const auto c = scores.contained_by({"a"});
#elif WRONG == 3
const auto c = scores.overlaps(3);
#elif WRONG == 4
const auto c = tags.overlaps(scores);
#else
const auto c = scores.overlaps({1, 2});
#endif
