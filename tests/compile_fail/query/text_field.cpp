// expect: matview: starts_with, ends_with, iexact, regex and their like look into text: the field must be a std::string
// variants: 3
#include <matview/matview.hpp>

struct Board {
    std::int64_t id;
    std::optional<std::int64_t> points;
    std::optional<double> score;
    std::optional<std::string> name;
    bool open;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
        using primary_key = matview::key<&Board::id>;
    };
};
struct Other {
    std::int64_t id;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("other");
    };
};

using matview::col, matview::from;

#if WRONG == 1
const auto c = col<&Board::points>.starts_with("x");
#elif WRONG == 2
const auto c = col<&Board::open>.iexact("x");
#elif WRONG == 3
const auto c = col<&Board::id>.regex("x");
#else
const auto c = col<&Board::name>.starts_with("x");
#endif
