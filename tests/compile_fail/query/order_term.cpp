// expect: matview: order_by takes columns: asc<&T::a>, desc<&T::b>, or col<&T::a>
// variants: 5
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
const auto query = all.order_by(1);
#elif WRONG == 2
const auto query = all.order_by("-points");
#elif WRONG == 3
const auto query = all.order_by(&Board::points);
#elif WRONG == 4
const auto query = all.order_by(col<&Board::points> == 1);
#elif WRONG == 5
const auto query = all.order_by(desc<&Board::points>, "points");
#else
const auto query = all.order_by(desc<&Board::points>);
#endif
