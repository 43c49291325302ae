// expect: matview: create and drop take views: tables belong to whoever writes them, use execute(sql)
// variants: 3
#include <matview/matview.hpp>

struct Board {
    std::int64_t id;
    struct Meta {
#ifdef WRONG
        static constexpr auto relation = matview::table("board");
#else
        static constexpr auto relation = matview::view("board");
#endif
        static constexpr auto definition = "SELECT 1::int8 AS id";
    };
};

#if WRONG == 2
void use(matview::session& db) { db.drop<Board>(); }
#elif WRONG == 3
void use(matview::session& db) { db.drop<Board>({.if_exists = true}); }
#else
void use(matview::session& db) { db.create<Board>(); }
#endif
