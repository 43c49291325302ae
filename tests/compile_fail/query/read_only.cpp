// expect: matview: a view takes no writes: change its base tables by execute(sql), then refresh the view
// variants: 7
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
const auto query = all.update(1);
#elif WRONG == 2
void use() { all.filter(col<&Board::points> == 1).remove(); }
#elif WRONG == 3
const auto query = all.insert(Board{}, Board{});
#elif WRONG == 4
const auto query = all.create(Board{});
#elif WRONG == 5
const auto query = all.save();
#elif WRONG == 6
const auto query = all.erase();
#elif WRONG == 7
auto use() { return all.update(col<&Board::points> == 3); }
#else
const auto query = all.filter(col<&Board::points> == 1);
#endif
