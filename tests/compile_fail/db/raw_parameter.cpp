// expect: matview: a parameter's type has no codec: give a value of a type that matview reads (see
// variants: 6
#include <map>

#include <matview/matview.hpp>

struct Row {
    std::int64_t id;
};

auto use(matview::session& db) {
#if WRONG == 1
    return db.execute("DELETE FROM t WHERE id = $1", Row{1});
#elif WRONG == 2
    return db.execute("DELETE FROM t WHERE id = $1 OR id = $2", 1, u8'x');
#elif WRONG == 3
    return db.query<Row>("SELECT id FROM t WHERE id = $1", std::map<int, int>());
#elif WRONG == 4
    return db.query<int>("SELECT id FROM t WHERE id = $1", &db);
#elif WRONG == 5
    return db.execute("DELETE FROM t WHERE id = $1", std::optional<Row>());
#elif WRONG == 6
    return db.execute("DELETE FROM t WHERE seen < $1", std::chrono::steady_clock::now());
#else
    return db.execute("DELETE FROM t WHERE id = $1 AND name = $2 AND seen < $3", 1, "x",
                      std::chrono::system_clock::now());
#endif
}
