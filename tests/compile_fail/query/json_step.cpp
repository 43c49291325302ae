// expect: matview: a way into JSON is made of keys (text) and places (integers, from 0; -1 is the last): [key][0]
// variants: 3
// names 1: double
// names 2: nullptr_t
// names 3: bool
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
const auto c = settings[1.5] == std::nullopt;
#elif WRONG == 2
const auto c = settings[nullptr] == std::nullopt;
#elif WRONG == 3
const auto c = settings["a"][true] == std::nullopt;
#else
const auto c = settings["a"][-1] == std::nullopt;
#endif
