// expect: matview: a composite key is given as a std::tuple, one value for each field of the primary key
// variants: 6
#include <matview/matview.hpp>

struct Seat {
    std::int64_t row;
    std::string letter;
    struct Meta {
        static constexpr auto relation = matview::table("seat");
        using primary_key = matview::key<&Seat::row, &Seat::letter>;
    };
};

#if WRONG == 1
auto use(matview::session& db) { return db.get<Seat>(1).row; }
#elif WRONG == 2
auto use(matview::session& db) { return db.get<Seat>("A").row; }
#elif WRONG == 3
auto use(matview::session& db) { return db.get<Seat>(std::tuple(1)).row; }
#elif WRONG == 4
auto use(matview::session& db) { return db.get<Seat>(std::tuple(1, "A", 2)).row; }
#elif WRONG == 5
auto use(matview::session& db) { return db.get_many<Seat>({1, 2}).size(); }
#elif WRONG == 6
auto use(matview::session& db) { return db.in_bulk<Seat>({std::tuple(1)}).size(); }
#else
auto use(matview::session& db) { return db.get<Seat>(std::tuple(1, "A")).row; }
#endif
