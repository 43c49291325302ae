// expect: matview: a field that only or defer leaves out must be std::optional, for it stays empty: name it in only, or make it std::optional
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
const auto q = from<Board>().only<&Board::id>();
#elif WRONG == 2
const auto q = from<Board>().defer<&Board::open>();
#else
const auto q = from<Board>().defer<&Board::score>();
#endif
