// expect: matview: PostgreSQL has no unsigned integers: make the field std::int64_t (or std::int32_t, std::int16_t)
// variants: 5
#include <matview/matview.hpp>

struct User {
    std::int64_t id;
#if WRONG == 1
    unsigned visits;
#elif WRONG == 2
    std::optional<std::uint64_t> visits;
#elif WRONG == 3
    std::uint8_t visits;
#else
    int visits;
#endif
#if WRONG == 4
    matview::foreign_key<User, unsigned long> invited_by;
#else
    matview::foreign_key<User, std::int64_t> invited_by;
#endif

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&User::id>;
    };
};

#if WRONG == 5
auto use(matview::session& db) { return db.query<unsigned>("SELECT 1").size(); }
#else
auto use(matview::session& db) { return db.fetch<User>().size(); }
#endif
