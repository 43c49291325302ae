// expect: matview: a model needs at least one field: declare a member for each column to be read
#include <matview/matview.hpp>

struct User {
#ifndef WRONG
    std::int64_t id;
#endif
    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
    };
};

auto use(matview::session& db) { return db.fetch<User>().size(); }
