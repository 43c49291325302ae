// expect: matview: a plain view has no indexes: remove Meta::indexes, or make it a materialized view
#include <matview/matview.hpp>

struct Board {
    std::int64_t id;
    struct Meta {
#ifdef WRONG
        static constexpr auto relation = matview::view("board");
#else
        static constexpr auto relation = matview::materialized_view("board");
#endif
        static constexpr auto definition = "SELECT 1::int8 AS id";
        using indexes = matview::indexes<matview::index_on<&Board::id>>;
    };
};

void use(matview::session& db) { db.create<Board>(); }
