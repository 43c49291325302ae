// expect: matview: ensure_populated needs the models that it is to look at: ensure_populated<A, B>(db)
#include <matview/testing/ensure_populated.hpp>

struct Board {
    std::int64_t id;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
    };
};

auto use(matview::session& db) {
#ifdef WRONG
    return matview::testing::ensure_populated(db);
#else
    return matview::testing::ensure_populated<Board, Board>(db, {.time_zone = "UTC"});
#endif
}
