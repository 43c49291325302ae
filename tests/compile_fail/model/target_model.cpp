// expect: matview: this struct names no relation: give it a nested Meta with `static constexpr auto relation =
// variants: 2
#include <matview/matview.hpp>

struct User {
    std::int64_t id;
    std::string name;
    struct Meta {
#ifndef WRONG
        static constexpr auto relation = matview::table("auth_user");
#endif
        using primary_key = matview::key<&User::id>;
    };
};
struct Board {
    matview::foreign_key<User> user;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
    };
};

#if WRONG == 1
const auto query = matview::from<Board>().select_related<&Board::user>();
#else
const auto query = matview::from<Board>().order_by(matview::asc<&Board::user, &User::name>);
#endif
