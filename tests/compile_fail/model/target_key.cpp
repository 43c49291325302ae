// expect: matview: foreign_key<T> needs a primary key in T: add `using primary_key = matview::key<&T::id>;`
// variants: 3
#include <matview/matview.hpp>

struct User {
    std::int64_t id;

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
#if WRONG != 1 && WRONG != 3
        using primary_key = matview::key<&User::id>;
#endif
    };
};
struct Board {
#if WRONG == 2
    matview::foreign_key<std::int64_t> user;
#elif WRONG == 3
    matview::foreign_key<User, std::int64_t> user;
#else
    matview::foreign_key<User> user;
#endif
    std::int64_t points;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
    };
};

auto use(matview::session& db) { return db.fetch(matview::from<Board>().select_related<&Board::user>()).size(); }
