// expect: matview: comparisons cannot be chained: write 1 < c && c < 3, or c.between(1, 3)
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

#if WRONG == 1
const auto condition = 1 < col<&Board::points> < 3;
#elif WRONG == 2
const auto condition = (1 < col<&Board::points>) <= 3;
#elif WRONG == 3
const auto condition = col<&Board::points> == 1 == 2;
#elif WRONG == 4
const auto condition = col<&User::id> < col<&User::age> < 3;
#elif WRONG == 5
const auto condition = (col<&User::id> == 1) == (col<&User::id> == 2);
#elif WRONG == 6
const auto query = matview::from<Board>().filter(0 <= col<&Board::points> <= 9);
#else
const auto condition = 1 < col<&Board::points> && col<&Board::points> < 3;
#endif
