// Models in an anonymous namespace: no warning on either compiler, whatever it is asked for.
#include <matview/matview.hpp>

namespace {

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
    std::optional<std::string> note;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("board");
        static constexpr auto definition = "SELECT user_id, points, note FROM result";
        using primary_key = matview::key<&Board::user>;
        using columns = matview::columns<matview::db_column<&Board::note, "remark">>;
        using indexes = matview::indexes<matview::index_on<matview::desc<&Board::points>, &Board::note>>;
    };
};

struct Row {
    std::int64_t count;
};

}  // namespace

// What a user's file does with them.
std::size_t use(matview::session& db) {
    using matview::asc, matview::col, matview::desc;
    const auto top = matview::from<Board>()
                         .select_related<&Board::user>()
                         .filter(col<&Board::user, &User::active> && 1 < col<&Board::points>)
                         .exclude(col<&Board::note> == std::nullopt || col<&Board::note> == "x")
                         .order_by(desc<&Board::points>.nulls_last(), asc<&Board::user, &User::name>)
                         .limit(10);
    std::size_t letters = 0;
    for (const auto& row : db.fetch(top)) letters += row.user->name.size();
    const Board one = db.get<Board>(7);
    if (const auto first = db.first(top)) letters += first->user.exists() ? 1u : 0u;
    db.create<Board>();
    db.refresh_concurrently<Board>();
    letters += db.verify<Board>().size() + db.query<Row>("SELECT count(*) FROM board").size();
    return letters + static_cast<std::size_t>(one.points + db.count<Board>());
}
