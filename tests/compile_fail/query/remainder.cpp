// expect: matview: % takes integers and matview::numeric: PostgreSQL has no remainder of double
// variants: 2
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
const auto e = col<&Board::score> % 2;
#elif WRONG == 2
const auto e = col<&Board::points> % 2.5;
#else
const auto e = col<&Board::points> % 2;
#endif
