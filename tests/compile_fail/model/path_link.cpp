// expect: matview: each member of a path but the last must be a foreign key to the next one's model:
// variants: 5
#include <matview/matview.hpp>

struct Team {
    std::int64_t id;
    std::string name;
    struct Meta {
        static constexpr auto relation = matview::table("team");
        using primary_key = matview::key<&Team::id>;
    };
};
struct User {
    std::int64_t id;
    std::string name;
    matview::foreign_key<Team> team;
    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&User::id>;
    };
};
struct Board {
    matview::foreign_key<User> user;
    std::int64_t points;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
    };
};

const auto all = matview::from<Board>();
#if WRONG == 1
const auto query = all.filter(matview::col<&Board::user, &Team::name> == "x");
#elif WRONG == 2
const auto query = all.filter(matview::col<&Board::points, &User::name> == "x");
#elif WRONG == 3
const auto query = all.filter(matview::col<&Board::user, &User::team, &User::name> == "x");
#elif WRONG == 4
const auto query = all.order_by(matview::desc<&Board::user, &Team::name>);
#elif WRONG == 5
const auto query = all.select_related<&Board::user, &Board::user>();
#else
const auto query = all.filter(matview::col<&Board::user, &User::name> == "x");
#endif
