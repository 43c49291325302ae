// expect: matview: JSON is compared with JSON of the field's type; to compare it as a number, a text or a truth, say as which: [key].as<std::int64_t>() == 1
// variants: 4
// names 1: json | int
// names 2: json | char
// names 3: json | bool
// names 4: json | int
#include <matview/matview.hpp>

struct Event {
    std::int64_t id;
    matview::json settings;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("event");
        using primary_key = matview::key<&Event::id>;
    };
};

inline constexpr auto settings = matview::col<&Event::settings>;

#if WRONG == 1
const auto c = settings["a"] == 1;
#elif WRONG == 2
const auto c = settings["a"]["b"] != "x";
#elif WRONG == 3
const auto c = settings == true;
#elif WRONG == 4
const auto c = settings["a"].in({1, 2});
#else
const auto c = settings["a"].as<int>() == 1 || settings["a"] == matview::json("1");
#endif
