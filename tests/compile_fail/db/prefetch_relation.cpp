// expect: matview: prefetch is given the foreign key that leads back: db.prefetch<&User::team>(teams)
// variants: 3
#include <matview/matview.hpp>

struct Team {
    std::int64_t id;
    struct Meta {
        static constexpr auto relation = matview::table("team");
        using primary_key = matview::key<&Team::id>;
    };
};
struct User {
    std::int64_t id;
    matview::foreign_key<Team> team;
    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&User::id>;
    };
};

using teams = std::vector<Team>;
#if WRONG == 1
auto use(matview::session& db, const teams& all) { db.prefetch<&User::id>(all); }
#elif WRONG == 2
auto use(matview::session& db, const teams& all) { db.prefetch<1>(all); }
#elif WRONG == 3
auto use(matview::session& db, const teams& all) { db.prefetch<&User::id>(matview::from<User>(), all); }
#else
auto use(matview::session& db, const teams& all) { return db.prefetch<&User::team>(all).rows().size(); }
#endif
