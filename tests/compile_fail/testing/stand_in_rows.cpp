// expect: matview: stand_in<T> takes rows of T: give them in braces, or as a std::vector<T>; another model gets a stand-in
// variants: 4
#include <array>
#include <list>

#include <matview/testing/stand_in.hpp>

using matview::testing::stand_in;

struct Team {
    std::int64_t id;
    struct Meta {
        static constexpr auto relation = matview::table("team");
        using primary_key = matview::key<&Team::id>;
    };
};
struct Board {
    matview::foreign_key<Team> team;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
    };
};

void use(matview::session& db) {
#if WRONG == 1
    stand_in<Board>(db, std::vector<Team>{{1}});
#elif WRONG == 2
    stand_in<Board>(db, Board{.team = 1});
#elif WRONG == 3
    stand_in<Board>(db, 1);
#elif WRONG == 4
    stand_in<Board>(db, std::vector<Board*>());
#else
    stand_in<Board>(db, {{.team = 1}, {.team = Team{2}}});
    stand_in<Board>(db, {});
    stand_in<Board>(db, std::vector<Board>());
    stand_in<Board>(db, std::list<Board>(), {.with_data = false});
    const Team teams[] = {{1}, {2}};
    stand_in<Team>(db, teams);
    stand_in<Team>(db, std::array<Team, 1>());
#endif
}
