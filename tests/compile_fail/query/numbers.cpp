// expect: matview: + - * / % join numbers: columns of integers, double or matview::numeric, and values of these types
// variants: 4
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
const auto e = col<&Board::name> + 1;
#elif WRONG == 2
const auto e = col<&Board::points> * "x";
#elif WRONG == 3
const auto e = (col<&Board::points> == 1) - 1;
#elif WRONG == 4
const auto e = -col<&Board::open>;
#else
const auto e = col<&Board::points> + 1;
#endif
