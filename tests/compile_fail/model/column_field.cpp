// expect: matview: Meta::columns must rename fields of this struct: matview::columns<matview::db_column<&ThisStruct::field
// variants: 4
#include <matview/matview.hpp>

struct Team {
    std::int64_t id;
};
struct User {
    std::int64_t id;

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
#if WRONG == 1
        using columns = matview::columns<matview::db_column<&Team::id, "user_id">>;
#elif WRONG == 2
        using columns = matview::columns<matview::db_column<42, "user_id">>;
#elif WRONG == 3
        using columns = matview::db_column<&User::id, "user_id">;
#elif WRONG == 4
        using columns = matview::columns<matview::key<&User::id>>;
#else
        using columns = matview::columns<matview::db_column<&User::id, "user_id">>;
#endif
    };
};

auto use(matview::session& db) { return db.fetch<User>().size(); }
