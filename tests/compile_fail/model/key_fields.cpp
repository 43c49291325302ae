// expect: matview: Meta::primary_key must name fields of this struct: matview::key<&ThisStruct::field>
// variants: 5
#include <matview/matview.hpp>

struct Team {
    std::int64_t id;
};
struct User {
    std::int64_t id;
    std::int64_t number() const { return id; }

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
#if WRONG == 1
        using primary_key = matview::key<&Team::id>;
#elif WRONG == 2
        using primary_key = matview::key<&User::id, &Team::id>;
#elif WRONG == 3
        using primary_key = matview::key<>;
#elif WRONG == 4
        using primary_key = matview::key<&User::number>;
#elif WRONG == 5
        using primary_key = std::int64_t;
#else
        using primary_key = matview::key<&User::id>;
#endif
    };
};

auto use(matview::session& db) { return db.get<User>(1).id; }
