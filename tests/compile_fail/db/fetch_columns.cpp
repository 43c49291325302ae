// expect: matview: fetch_columns takes fields of one model, that of its query:
// variants: 3
#include <matview/matview.hpp>

struct User {
    std::int64_t id;
    std::string username;
    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
    };
};
struct Team {
    std::int64_t id;
    struct Meta {
        static constexpr auto relation = matview::table("team");
    };
};

auto use(matview::session& db) {
#if WRONG == 1
    return db.fetch_columns<&User::id, &Team::id>();
#elif WRONG == 2
    return db.fetch_columns<&Team::id>(matview::from<User>());
#elif WRONG == 3
    return db.fetch_columns<&User::id, 7>();
#else
    return db.fetch_columns<&User::id, &User::username>(matview::from<User>());
#endif
}
