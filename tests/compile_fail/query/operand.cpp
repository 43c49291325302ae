// expect: matview: the operand's type does not fit the column's: give a value of the type that the field has
// variants: 12
// names 1: basic_string<char | int
// names 2: long | char
// names 3: long | double
// names 4: basic_string<char | char
// names 5: long | char
// names 6: bool | int
// names 7: long | char
// names 8: long | char
// names 9: long | Board
// names 10: long | nullopt_t
// names 11: long | bool
// names 12: double | basic_string<char
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
const auto condition = col<&User::name> == 3;
#elif WRONG == 2
const auto condition = col<&Board::points> == "x";
#elif WRONG == 3
const auto condition = col<&Board::points> == 2.5;
#elif WRONG == 4
const auto condition = col<&User::name> == 'x';
#elif WRONG == 5
const auto condition = "x" < col<&User::id>;
#elif WRONG == 6
const auto condition = col<&User::active> == 1;
#elif WRONG == 7
const auto condition = col<&User::id>.in({"a", "b"});
#elif WRONG == 8
const auto condition = col<&User::id>.between(1, "b");
#elif WRONG == 9
const auto condition = col<&Board::user> == Board{};
#elif WRONG == 10
const auto condition = col<&Board::points> < std::nullopt;
#elif WRONG == 11
const auto condition = col<&Board::points> == true;
#elif WRONG == 12
const auto condition = col<&Board::score> == std::string("x");
#else
const auto condition = col<&User::name> == "x";
#endif
