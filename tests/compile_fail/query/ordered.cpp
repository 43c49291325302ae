// expect: matview: arrays and JSON are compared by == and != only: for an order take an element, .at(1), the .length(), or a value of the JSON, [key].as<double>()
// variants: 7
// names 1: basic_string<char
// names 2: json
// names 3: json
// names 4: vector<int
// names 5: json
// names 6: basic_string<char
// names 7: json
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
const auto c = tags < std::vector<std::string>{"x"};
#elif WRONG == 2
const auto c = settings >= matview::json("1");
#elif WRONG == 3
const auto c = settings["a"] > matview::json("1");
#elif WRONG == 4
const auto c = scores.between(std::vector<int>{}, std::vector<int>{});
#elif WRONG == 5
const auto c = settings["a"].between(matview::json("1"), matview::json("2"));
#elif WRONG == 6
const auto c = tags < tags;
#elif WRONG == 7
const auto c = settings["a"] < settings;
#else
const auto c = tags == std::vector<std::string>{"x"} && settings["a"] != matview::json("1");
#endif
