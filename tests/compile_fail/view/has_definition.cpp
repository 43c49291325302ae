// expect: matview: create needs the view's definition: add `static constexpr auto definition
// variants: 2
#include <matview/matview.hpp>

struct Board {
    std::int64_t id;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
#ifndef WRONG
        static constexpr auto definition = "SELECT 1::int8 AS id";
#endif
    };
};

#if WRONG == 2
void use(matview::transaction& db) { db.create<Board>(); }
#else
void use(matview::session& db) { db.create<Board>({.with_data = false}); }
#endif
