// expect: matview: this struct names no relation: give it a nested Meta with `static constexpr auto relation =
// variants: 8
#include <matview/matview.hpp>

struct User {
    std::int64_t id;
#if WRONG == 1
    struct Meta {
        static constexpr auto relations = matview::table("auth_user");
    };
#elif WRONG == 2
    struct Meta {
        static constexpr auto relation = "auth_user";
    };
#elif WRONG == 3
    struct meta {
        static constexpr auto relation = matview::table("auth_user");
    };
#elif WRONG == 4
    static constexpr auto relation = matview::table("auth_user");
#elif !defined WRONG
    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
    };
#endif
};

#if WRONG == 5
const auto query = matview::from<User>().filter(matview::col<&User::id> == 1).order_by(matview::desc<&User::id>);
#elif WRONG == 6
auto use(matview::session& db) { return db.verify<User>(); }
#elif WRONG == 7
auto use(matview::session& db) { return db.count<User>(); }
#elif WRONG == 8
auto use(matview::session& db) { return db.get<User>(1).id; }
#else
auto use(matview::session& db) { return db.fetch<User>().size(); }
#endif
