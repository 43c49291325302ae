// expect: matview: both sides must be about the same model: name the other model's column through the relation
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
const auto condition = col<&Board::points> == 1 && col<&User::id> == 2;
#elif WRONG == 2
const auto condition = col<&Board::points> == 1 || col<&User::id> == 2;
#elif WRONG == 3
const auto condition = col<&Board::points> == col<&User::id>;
#elif WRONG == 4
const auto condition = col<&User::active> && col<&Board::points> > 1;
#elif WRONG == 5
const auto condition = col<&Board::points> < col<&User::id>;
#elif WRONG == 6
const auto query = matview::from<Board>().filter(col<&Board::points> == 1 && col<&User::name> == "x");
#else
const auto condition = col<&Board::points> == 1 && col<&Board::user, &User::id> == 2;
#endif
