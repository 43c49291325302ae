// expect: matview: this struct's Meta names a type and a relation: a struct stands for the values of the one or the rows
// variants: 3
#include <matview/matview.hpp>

struct address {
    std::string street;

    struct Meta {
        static constexpr auto type = matview::composite_type("address");
#ifdef WRONG
        static constexpr auto relation = matview::table("address");
#endif
    };
};
struct User {
    std::int64_t id;
    std::optional<address> home;

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
    };
};

#if WRONG == 1
auto use(matview::session& db) { return db.fetch<address>().size(); }
#elif WRONG == 2
auto use(matview::session& db) { return db.query<address>("SELECT home FROM auth_user").size(); }
#else
auto use(matview::session& db) { return db.fetch<User>().size(); }
#endif
