// expect: matview: rows with a std::string_view or std::span, or with a foreign key to such a model, point
// variants: 13
#include <matview/matview.hpp>

struct User {
    std::int64_t id;
#if defined WRONG && WRONG != 8
    std::string_view username;
#else
    std::string username;
#endif
    struct Meta {
        static constexpr auto relation = matview::table("auth_user");
        using primary_key = matview::key<&User::id>;
    };
};

struct Board {
    matview::foreign_key<User> user;
    matview::foreign_key<Board, std::int64_t> before;
#if WRONG == 8
    std::optional<std::span<const std::byte>> badge;
#endif
    std::int64_t played;
    struct Meta {
        static constexpr auto relation = matview::view("board");
        using primary_key = matview::key<&Board::played>;
    };
};

auto use(matview::session& db) {
    std::vector<User> rows;
#if WRONG == 1
    return db.fetch<User>();
#elif WRONG == 2
    return db.first<User>();
#elif WRONG == 3
    return db.last<User>();
#elif WRONG == 4
    return db.get<User>(1);
#elif WRONG == 5
    db.fetch_into(rows);
#elif WRONG == 6
    return db.query<User>("SELECT 1 AS id, 'x' AS username");
#elif WRONG == 7 || WRONG == 8
    return db.fetch<Board>();
#elif WRONG == 9
    return db.get_many<User>({1});
#elif WRONG == 10
    return db.in_bulk<User>({1});
#elif WRONG == 11
    return db.prefetch<&Board::user>(std::vector{1});
#elif WRONG == 12
    return db.fetch_columns<&User::username>();
#elif WRONG == 13
    return db.pipeline().fetch<User>();
#else
    db.fetch_into(rows);
    return db.fetch<Board>();
#endif
}
