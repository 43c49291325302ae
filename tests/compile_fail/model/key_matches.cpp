// expect: matview: the key type given to foreign_key<T, Key> is not the type of T's primary key: write that type
// variants: 4
#include <matview/matview.hpp>

struct User {
    std::int64_t id;
    std::string name;
#if WRONG == 1
    std::optional<matview::foreign_key<User, std::int32_t>> boss;
#elif WRONG == 2
    std::optional<matview::foreign_key<User, std::string>> boss;
#else
    std::optional<matview::foreign_key<User, std::int64_t>> boss;
#endif

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&User::id>;
    };
};
struct Board {
#if WRONG == 3
    matview::foreign_key<User, std::int32_t> user;
#elif WRONG == 4
    matview::foreign_key<User, std::tuple<std::int64_t, std::string>> user;
#else
    matview::foreign_key<User, std::int64_t> user;
#endif

    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
#if WRONG == 4
        using columns = matview::columns<matview::db_column<&Board::user, "user_id", "user_name">>;
#endif
    };
};

#if WRONG == 3
auto use(matview::session& db) { return db.fetch(matview::from<Board>().select_related<&Board::user>()).size(); }
#else
const auto query = matview::from<Board>().select_related<&Board::user, &User::boss>().filter(
    matview::col<&Board::user, &User::name> == "x");
#endif
