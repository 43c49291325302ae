// expect: matview: filter and exclude take conditions: compare a column, as in filter(col<&T::a> == 1)
// variants: 6
#include <matview/matview.hpp>

struct User {
    std::int64_t id;
    std::string name;
    std::optional<int> age;
    bool active;
    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&User::id>;
    };
};
struct Board {
    matview::foreign_key<User> user;
    std::int64_t points;
    double score;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
        using primary_key = matview::key<&Board::user>;
    };
};

using matview::asc, matview::col, matview::desc;

const auto all = matview::from<Board>();

#if WRONG == 1
const auto query = all.filter(col<&Board::points>);
#elif WRONG == 2
const auto query = all.filter(true);
#elif WRONG == 3
const auto query = all.filter("points = 1");
#elif WRONG == 4
const auto query = all.exclude(&Board::points);
#elif WRONG == 5
const auto query = all.filter(desc<&Board::points>);
#elif WRONG == 6
const auto query = all.filter(col<&Board::points> == 1, 2);
#else
const auto query = all.filter(col<&Board::points> == 1);
#endif
