// expect: matview: select_related names a relation of another model than the query: start the path at the query
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

const auto all = matview::from<User>();

#ifdef WRONG
const auto query = all.select_related<&Board::user>();
#else
const auto query = matview::from<Board>().select_related<&Board::user>();
#endif
