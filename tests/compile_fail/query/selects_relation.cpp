// expect: matview: select_related takes foreign keys: name a field of type matview::foreign_key<T>; plain
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
const auto query = all.select_related<&Board::points>();
#elif WRONG == 2
const auto query = all.select_related<&Board::user, &User::name>();
#elif WRONG == 3
const auto query = all.select_related<>();
#elif WRONG == 4
auto use(matview::session& db) { return db.fetch(all.select_related<&User::name>()); }
#elif WRONG == 5
const auto query = all.select_related<1>();
#else
const auto query = all.select_related<&Board::user>();
#endif
