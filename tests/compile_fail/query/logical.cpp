// expect: matview: && and || join conditions, ! takes one: compare each column first, as in col<&T::a> == 1 && col<&T::b> > 2
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
const auto condition = col<&User::id> == 1 && 2;
#elif WRONG == 2
const auto condition = col<&User::id> && col<&User::age> == 2;
#elif WRONG == 3
const auto condition = col<&User::id> || col<&User::age>;
#elif WRONG == 4
const auto condition = true && col<&User::id> == 1;
#elif WRONG == 5
const auto condition = col<&User::active> && "x";
#elif WRONG == 6
const auto condition = !col<&User::id>;
#else
const auto condition = col<&User::id> == 1 && col<&User::age> == 2;
#endif
