// expect: matview: these two columns hold different types and cannot be compared: cast one in the view
// variants: 3
// names 1: long | basic_string<char
// names 2: bool | long
// names 3: long | basic_string<char
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
const auto condition = col<&User::id> == col<&User::name>;
#elif WRONG == 2
const auto condition = col<&User::active> < col<&User::id>;
#elif WRONG == 3
const auto condition = col<&Board::user> == col<&Board::user, &User::name>;
#else
const auto condition = col<&User::id> == col<&User::age>;
#endif
