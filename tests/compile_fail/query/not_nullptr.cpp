// expect: matview: a column is not compared with nullptr: write `== std::nullopt` or .is_null() for NULL
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
const auto condition = col<&User::age> == nullptr;
#elif WRONG == 2
const auto condition = nullptr == col<&User::age>;
#elif WRONG == 3
const auto condition = col<&User::name> != nullptr;
#elif WRONG == 4
const auto condition = col<&Board::user> == nullptr;
#elif WRONG == 5
const auto condition = col<&User::age> > nullptr;
#elif WRONG == 6
const auto query = matview::from<Board>().filter(col<&Board::user, &User::name> == nullptr);
#else
const auto condition = col<&User::age> == std::nullopt;
#endif
