// expect: matview: contains takes, on an array, an element or a list of elements of the array's type: contains(1), contains({1, 2})
// variants: 7
// names 1: basic_string<char | int
// names 2: vector<int | char
// names 3: basic_string<char | initializer_list<int>
// names 4: vector<int | basic_string<char
// names 5: vector<int | Event::name
// names 6: vector<int | Event::tags
// names 7: basic_string<char | condition<Event>
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
const auto c = tags.contains(3);
#elif WRONG == 2
const auto c = scores.contains("x");
#elif WRONG == 3
const auto c = tags.contains({1, 2});
#elif WRONG == 4
const auto c = scores.contains(std::vector<std::string>{});
#elif WRONG == 5
const auto c = scores.contains(name);
#elif WRONG == 6
const auto c = scores.contains(tags);
#elif WRONG == 7
const auto c = tags.contains(name == "x");
#else
const auto c = tags.contains(name);
#endif
