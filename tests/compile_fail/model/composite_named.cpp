// expect: matview: a foreign key to a composite key must name its columns: using columns =
// variants: 2
#include <matview/matview.hpp>

struct Seat {
    std::int64_t row;
    std::string letter;

    struct Meta {
        static constexpr auto relation = matview::table("seat");
        using primary_key = matview::key<&Seat::row, &Seat::letter>;
    };
};
struct Ticket {
    std::int64_t id;
    matview::foreign_key<Seat> seat;

    struct Meta {
        static constexpr auto relation = matview::table("ticket");
#if WRONG == 1
        using columns = matview::columns<matview::db_column<&Ticket::id, "ticket_id">>;
#elif !defined WRONG
        using columns = matview::columns<matview::db_column<&Ticket::seat, "seat_row", "seat_letter">>;
#endif
    };
};

auto use(matview::session& db) { return db.fetch<Ticket>().size(); }
