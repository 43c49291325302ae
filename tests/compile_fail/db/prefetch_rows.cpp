// expect: matview: prefetch takes a range of rows of the model that the foreign key refers to, or of their keys
// variants: 4
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

#if WRONG == 1
auto use(matview::session& db) { db.prefetch<&User::team>(std::vector<User>()); }
#elif WRONG == 2
auto use(matview::session& db) { db.prefetch<&User::team>(Team{1}); }
#elif WRONG == 3
auto use(matview::session& db) { db.prefetch<&User::team>(std::vector<std::string>{"red"}); }
#elif WRONG == 4
auto use(matview::session& db) { db.prefetch<&User::team>(matview::from<Team>()); }
#else
auto use(matview::session& db) {
    const auto users = db.prefetch<&User::team>(std::vector{1, 2});
    return users[1].size() + users[Team{2}].size();
}
#endif
