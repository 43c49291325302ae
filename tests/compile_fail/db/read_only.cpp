// expect: matview: a view takes no writes: change its base tables by execute(sql), then refresh the view
// variants: 7
#include <matview/matview.hpp>

struct User {
    std::int64_t id;
    std::string name;
    std::optional<int> age;
    bool active;
    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&User::id>;
    };
};
struct Board {
    matview::foreign_key<User> user;
    std::int64_t points;
    double score;
    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
        using primary_key = matview::key<&Board::user>;
    };
};

using matview::asc, matview::col, matview::desc;

#if WRONG == 1
void use(matview::session& db, const Board& row) { db.save(row); }
#elif WRONG == 2
void use(matview::session& db, const Board& row) { db.insert(row); }
#elif WRONG == 3
void use(matview::connection& db, Board row) { db.update(row, row); }
#elif WRONG == 4
void use(matview::transaction& db) { db.remove<Board>(1); }
#elif WRONG == 5
auto use(matview::session& db, const std::vector<Board>& rows) { return db.insert(rows); }
#elif WRONG == 6
auto use(matview::session& db, const Board& row) { return db.erase(row); }
#elif WRONG == 7
auto use(matview::session& db) { return db.update(matview::from<Board>()); }
#else
auto use(matview::session& db, const Board& row) { return db.get<Board>(row.user.key()); }
#endif
