// expect: matview: a model must not have reference or const members: hold values, and make them non-const
// variants: 5
#include <matview/matview.hpp>

struct User {
#if WRONG == 1
    const std::int64_t id;
#else
    std::int64_t id;
#endif
#if WRONG == 2
    const std::string name;
#elif WRONG == 3
    std::string& name;
#elif WRONG == 4
    const std::optional<std::string> name;
#else
    std::string name;
#endif
#if WRONG == 5
    const double score = 0;
#else
    double score = 0;
#endif

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&User::id>;
    };
};

auto use(matview::session& db) {
    return db.fetch(matview::from<User>().order_by(matview::desc<&User::score>).limit(10)).size();
}
