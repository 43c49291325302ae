// expect: matview: a composite key is compared by == and != only: compare its parts through the related
// variants: 4
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

struct Seat {
    std::int64_t row;
    std::string letter;
    struct Meta {
        static constexpr auto relation = matview::table("seat");
        using primary_key = matview::key<&Seat::row, &Seat::letter>;
    };
};
struct Ticket {
    matview::foreign_key<Seat> seat;
    struct Meta {
        static constexpr auto relation = matview::table("ticket");
        using columns = matview::columns<matview::db_column<&Ticket::seat, "seat_row", "seat_letter">>;
    };
};

#if WRONG == 1
const auto condition = col<&Ticket::seat> < std::tuple(std::int64_t{1}, std::string("A"));
#elif WRONG == 2
const auto condition = Seat{1, "A"} >= col<&Ticket::seat>;
#elif WRONG == 3
const auto condition = col<&Ticket::seat>.between(Seat{1, "A"}, Seat{2, "A"});
#elif WRONG == 4
const auto condition = col<&Ticket::seat> < col<&Ticket::seat>;
#else
const auto condition = col<&Ticket::seat> == std::tuple(std::int64_t{1}, std::string("A"));
#endif
