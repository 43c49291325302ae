// expect: matview: a field's type has no codec: use a type that matview reads (see docs/types.md), or specialise
// variants: 7
#include <map>
#include <memory>

#include <matview/matview.hpp>

struct Address {
    std::string city;
};

struct User {
    std::int64_t id;
#if WRONG == 1
    char8_t initial;
#elif WRONG == 2
    const char* initial;
#elif WRONG == 3
    std::map<std::string, int> initial;
#elif WRONG == 4
    Address initial;
#elif WRONG == 5
    std::optional<std::optional<std::string> > initial;
#elif WRONG == 6
    std::chrono::time_point<std::chrono::steady_clock> initial;
#elif WRONG == 7
    std::unique_ptr<std::string> initial;
#else
    std::string initial;
#endif
    std::int64_t last;

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
    };
};

auto use(matview::session& db) { return db.fetch<User>().size(); }
