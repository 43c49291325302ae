// expect: matview: prefetch's query is one of the model that holds the foreign key: db.prefetch<&User::team>(from<User>()
// variants: 1
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
auto use(matview::session& db, const teams& all) { db.prefetch<&User::team>(matview::from<Team>(), all); }
#else
auto use(matview::session& db, const teams& all) { db.prefetch<&User::team>(matview::from<User>(), all); }
#endif
