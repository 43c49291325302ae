// expect: matview: in_bulk and get_many take a range of keys: get_many<User>(ids), or a braced list
// variants: 3
#include <matview/matview.hpp>

struct User {
    std::int64_t id;
    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&User::id>;
    };
};

#if WRONG == 1
auto use(matview::session& db) { return db.get_many<User>(1).size(); }
#elif WRONG == 2
auto use(matview::session& db) { return db.in_bulk<User>(1).size(); }
#elif WRONG == 3
auto use(matview::session& db) { return db.get_many(matview::from<User>(), 1).size(); }
#else
auto use(matview::session& db) { return db.get_many<User>({1}).size() + db.in_bulk<User>({1}).size(); }
#endif
