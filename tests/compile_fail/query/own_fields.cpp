// expect: matview: only and defer take fields of the query's own model: only<&T::a, &T::b>(); what select_related brings along is read whole
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
const auto q = from<Board>().only<&Other::id>();
#elif WRONG == 2
const auto q = from<Board>().defer<&Other::id>();
#elif WRONG == 3
const auto q = from<Board>().only<3>();
#elif WRONG == 4
const auto q = from<Board>().only<>();
#else
const auto q = from<Board>().only<&Board::id, &Board::open>();
#endif
