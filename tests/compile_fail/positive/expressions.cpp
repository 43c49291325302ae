// Comparisons in all spellings, with the literal on either side. What clang 19 rewrites, too.
#include <vector>

#include <matview/matview.hpp>

namespace {

struct Item {
    std::int64_t id;
    std::int32_t stock;
    std::int16_t shelf;
    double weight;
    std::string name;
    bool sold;
    std::optional<bool> checked;
    std::optional<std::string> note;
    matview::numeric price;
    matview::uuid token;
    std::chrono::sys_time<std::chrono::microseconds> made;
    std::chrono::year_month_day day;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("item");
        using primary_key = matview::key<&Item::id>;
    };
};

}  // namespace

std::size_t use(matview::session& db, const std::string& name, std::string_view part, std::size_t size) {
    using matview::col, matview::from;
    const std::vector<std::string> names{name};
    auto query = from<Item>();
    query = query.filter(col<&Item::id> == 1, 1 == col<&Item::id>, col<&Item::id> != 1, 1 != col<&Item::id>);
    query =
        query.filter(col<&Item::stock> < 3, 3 < col<&Item::stock>, col<&Item::shelf> >= 3u, 3L <= col<&Item::shelf>);
    query = query.filter(col<&Item::weight> > 1, 2.5f >= col<&Item::weight>, col<&Item::stock> == size);
    query = query.filter(col<&Item::name> == name, part == col<&Item::name>, col<&Item::name> != "x",
                         "x" < col<&Item::name>);
    query = query.filter(col<&Item::sold>, !col<&Item::sold>, col<&Item::sold> == true,
                         col<&Item::checked> || col<&Item::sold>);
    query =
        query.filter(col<&Item::note> == std::nullopt, std::nullopt != col<&Item::note>, col<&Item::note>.is_null());
    query = query.filter(col<&Item::price> == 3, col<&Item::price> > matview::numeric(5));
    query = query.filter(col<&Item::token> == matview::uuid{}, col<&Item::made> < std::chrono::system_clock::now());
    query = query.filter(col<&Item::id> == col<&Item::stock>, col<&Item::name> < col<&Item::note>);
    query = query.filter(col<&Item::stock> == col<&Item::id>, col<&Item::weight> > col<&Item::shelf>);
    query = query.filter(col<&Item::id>.in({1, 2}), col<&Item::name>.in(names), col<&Item::name>.in({"a", "b"}));
    query = query.filter(!(col<&Item::id>.between(1, 3) && (col<&Item::sold> || !(col<&Item::weight> < 1))));
    query = query.exclude(col<&Item::day> == std::chrono::year_month_day{})
                .order_by(col<&Item::id>, col<&Item::made>.desc());
    return db.fetch(query).size();
}
