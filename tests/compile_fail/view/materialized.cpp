// expect: matview: this verb needs a materialized view: give the model `relation =
// variants: 6
#include <matview/matview.hpp>
#include <matview/testing/ensure_populated.hpp>

struct Board {
    std::int64_t id;
    struct Meta {
#if WRONG == 1
        static constexpr auto relation = matview::view("board");
#elif defined WRONG
        static constexpr auto relation = matview::table("board");
#else
        static constexpr auto relation = matview::materialized_view("board");
#endif
    };
};

#if WRONG == 2
auto use(matview::session& db) { return db.refresh<Board>({.time_zone = "UTC"}).waited; }
#elif WRONG == 3
void use(matview::connection& db) { db.refresh_concurrently<Board>(); }
#elif WRONG == 4
void use(matview::connection& db) { db.refresh_concurrently<Board>({.lock_timeout = std::chrono::seconds(1)}); }
#elif WRONG == 5
bool use(matview::session& db) { return db.is_populated<Board>(); }
#elif WRONG == 6
auto use(matview::session& db) { return matview::testing::ensure_populated<Board>(db).size(); }
#else
auto use(matview::session& db) { return db.refresh<Board>(); }
#endif
