// expect: matview: a column is not compared with a std::optional: compare with *value where there is one, use
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

#if WRONG == 1
const auto condition = col<&User::age> == std::optional<int>{1};
#elif WRONG == 2
const auto condition = std::optional<int>{1} != col<&User::age>;
#elif WRONG == 3
const auto condition = col<&User::name> == std::optional<std::string>{"x"};
#elif WRONG == 4
const auto condition = col<&Board::user> == std::optional<std::int64_t>{};
#elif WRONG == 5
const auto condition = col<&User::age> < std::optional<int>{};
#else
const auto condition = col<&User::age> == std::optional<int>{1}.value();
#endif
