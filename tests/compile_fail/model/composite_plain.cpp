// expect: matview: a composite type holds values and no relations: make the foreign_key a field of the key's type
#include <matview/matview.hpp>

struct Town {
    std::int64_t id;

    struct Meta {
        static constexpr auto relation = matview::table("town");
        using primary_key = matview::key<&Town::id>;
    };
};
struct Address {
    std::string street;
#ifdef WRONG
    matview::foreign_key<Town> town;
#else
    std::int64_t town;
#endif

    struct Meta {
        static constexpr auto type = matview::composite_type("address");
    };
};
struct User {
    std::int64_t id;
    std::optional<Address> home;

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
    };
};

auto use(matview::session& db) { return db.fetch<User>().size(); }
