// expect: matview: db_column must give one name for each column of the field: one, or one for each part of a
// variants: 3
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
        using columns = matview::columns<matview::db_column<&Ticket::seat, "seat_row">>;
#elif WRONG == 2
        using columns = matview::columns<matview::db_column<&Ticket::seat, "seat_row", "seat_letter">,
                                         matview::db_column<&Ticket::id, "ticket_id", "ticket">>;
#elif WRONG == 3
        using columns = matview::columns<matview::db_column<&Ticket::seat, "seat_row", "seat_letter">,
                                         matview::db_column<&Ticket::id>>;
#else
        using columns = matview::columns<matview::db_column<&Ticket::seat, "seat_row", "seat_letter">,
                                         matview::db_column<&Ticket::id, "ticket_id">>;
#endif
    };
};

auto use(matview::session& db) { return db.fetch<Ticket>().size(); }
