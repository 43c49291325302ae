// expect: matview: a model must not have a C array: use std::string for text, std::vector for a list
// variants: 7
#include <matview/matview.hpp>

enum class Colour { red, green };

struct User {
#if WRONG == 1
    char name[16];
#elif WRONG == 2
    std::string name[2];
#elif WRONG == 3
    std::optional<std::string> name[3];
#else
    std::string name;
#endif
    std::int64_t id;
#if WRONG == 4
    int scores[2];
#elif WRONG == 5
    Colour colours[4];
#elif WRONG == 6
    char cells[3][3];
#elif WRONG == 7
    const char* tags[2];
#endif
    bool active;

    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
    };
};

auto use(matview::session& db) { return db.fetch<User>().size(); }
