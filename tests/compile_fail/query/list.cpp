// expect: matview: in takes a list of values: in({1, 2}), or a container of them
// variants: 2
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
const auto condition = col<&User::id>.in(5);
#elif WRONG == 2
const auto condition = col<&Board::user, &User::name>.in(std::optional<std::string>("x"));
#else
const auto condition = col<&User::id>.in(std::vector{5, 6});
#endif
