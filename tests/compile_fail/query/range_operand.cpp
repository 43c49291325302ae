// expect: matview: contained_by, overlaps, adjacent_to, fully_left and fully_right take, on a range, a range or multirange of the same type
// variants: 4
// names 1: range<int> | int
// names 2: multirange<int> | Event::name
// names 3: range<int> | range<long
// names 4: range<int> | initializer_list<int>
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
const auto c = seats.overlaps(3);
#elif WRONG == 2
const auto c = gaps.fully_left(name);
#elif WRONG == 3
const auto c = seats.adjacent_to(matview::range<std::int64_t>());
#elif WRONG == 4
const auto c = seats.contained_by({1, 2});
#else
const auto c = gaps.fully_left(seats);
#endif
