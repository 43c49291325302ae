// expect: matview: a column is named by pointers to fields: matview::col<&Model::field>
// variants: 4
#include <matview/matview.hpp>

struct User {
    std::int64_t id;
    std::int64_t number() const { return id; }
    static std::int64_t zero() { return 0; }

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
    };
};

const auto all = matview::from<User>();
#if WRONG == 1
const auto query = all.filter(matview::col<&User::number> == 1);
#elif WRONG == 2
const auto query = all.filter(matview::col<1> == 1);
#elif WRONG == 3
const auto query = all.order_by(matview::desc<&User::zero>);
#elif WRONG == 4
const auto query = all.filter(matview::col<> == 1);
#else
const auto query = all.filter(matview::col<&User::id> == 1);
#endif
