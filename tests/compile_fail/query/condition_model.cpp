// expect: matview: this condition is about another model than the query: name the column through the relation
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
const auto query = all.filter(col<&User::name> == "x");
#elif WRONG == 2
const auto query = all.exclude(col<&User::name> == "x");
#elif WRONG == 3
const auto query = all.filter(col<&User::active>);
#elif WRONG == 4
const auto query = all.filter(col<&Board::points> > 1, !col<&User::active>);
#elif WRONG == 5
const auto query = all.filter(col<&Board::points> > 1).filter(col<&User::age>.in({1, 2}));
#else
const auto query = all.filter(col<&Board::user, &User::name> == "x");
#endif
