// expect: matview: get<T>(key) needs a primary key in T: add `using primary_key = matview::key<&T::id>;` to
// variants: 6
#include <matview/matview.hpp>

struct User {
    std::int64_t id;
    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
#if WRONG == 3
        using primary_keys = matview::key<&User::id>;
#elif !defined WRONG
        using primary_key = matview::key<&User::id>;
#endif
    };
};

#if WRONG == 1
auto use(matview::session& db) { return db.get<User>("x").id; }
#elif WRONG == 4
auto use(matview::session& db) { return db.get_many<User>({1}).size(); }
#elif WRONG == 5
auto use(matview::session& db) { return db.in_bulk<User>({1}).size(); }
#elif WRONG == 6
auto use(matview::session& db) { return db.in_bulk(matview::from<User>(), std::vector{1}).size(); }
#else
auto use(matview::session& db) { return db.get<User>(1).id; }
#endif
