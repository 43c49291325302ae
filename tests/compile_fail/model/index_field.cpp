// expect: matview: Meta::indexes must name fields of this struct: matview::indexes<matview::index_on<&ThisStruct::field>>
// variants: 6
#include <matview/matview.hpp>

struct Team {
    std::int64_t id;
};
struct Board {
    std::int64_t id;
    std::int64_t points;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
        static constexpr auto definition = "SELECT 1 AS id, 2 AS points";
#if WRONG == 1
        using indexes = matview::indexes<matview::index_on<&Team::id>>;
#elif WRONG == 2
        using indexes = matview::indexes<matview::index_on<matview::desc<&Team::id>>>;
#elif WRONG == 3
        using indexes = matview::indexes<matview::unique_index_on<&Board::id, &Team::id>>;
#elif WRONG == 4
        using indexes = matview::indexes<matview::index_on<>>;
#elif WRONG == 5
        using indexes = matview::index_on<matview::desc<&Board::points>>;
#elif WRONG == 6
        using indexes = matview::indexes<matview::index_on<1>>;
#else
        using indexes = matview::indexes<matview::index_on<matview::desc<&Board::points>>>;
#endif
    };
};

void use(matview::session& db) { db.create<Board>(); }
