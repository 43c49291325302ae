// expect: matview: this order names a model that is not in the query: name the column through the relation
// variants: 4
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
const auto query = all.order_by(desc<&User::name>);
#elif WRONG == 2
const auto query = all.order_by(asc<&Board::points>, asc<&User::name>);
#elif WRONG == 3
const auto query = all.order_by(col<&User::name>);
#elif WRONG == 4
const auto query = all.order_by(col<&User::name>.desc().nulls_last());
#else
const auto query = all.order_by(desc<&Board::user, &User::name>);
#endif
