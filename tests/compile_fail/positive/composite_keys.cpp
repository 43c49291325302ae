// Keys of several fields, and relations to them.
#include <matview/matview.hpp>

namespace {

struct Seat {
    std::int64_t row;
    std::string letter;
    bool window;

    struct Meta {
        static constexpr auto relation = matview::table("seat");
        using primary_key = matview::key<&Seat::row, &Seat::letter>;
    };
};

struct Ticket {
    std::int64_t id;
    std::optional<matview::foreign_key<Seat>> seat;
    matview::foreign_key<Seat> booked;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("ticket");
        using primary_key = matview::key<&Ticket::id>;
        using columns = matview::columns<matview::db_column<&Ticket::seat, "seat_row", "seat_letter">,
                                         matview::db_column<&Ticket::booked, "booked_row", "booked_letter">>;
        using indexes = matview::indexes<matview::unique_index_on<&Ticket::seat, matview::asc<&Ticket::id>>>;
    };
};

}  // namespace

std::size_t use(matview::session& db) {
    using matview::col;
    const auto tickets = matview::from<Ticket>()
                             .select_related<&Ticket::seat>()
                             .filter(col<&Ticket::seat> == std::tuple(std::int64_t{1}, std::string("A")) ||
                                     col<&Ticket::seat> == Seat{2, "B", true} || col<&Ticket::seat> == std::nullopt)
                             .filter(col<&Ticket::seat> != col<&Ticket::booked>)
                             .filter(col<&Ticket::seat, &Seat::row>.between(1, 9));
    return db.fetch(tickets).size() + db.get<Seat>(std::tuple(1, "A")).letter.size();
}
