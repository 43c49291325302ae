#include <matview/matview.hpp>

std::string other_anonymous_sql();
std::string other_anonymous_order();

namespace {

struct Row {
    std::int64_t count;
    std::string name;
    std::optional<matview::foreign_key<Row, std::string>> parent;

    struct Meta {
        static constexpr auto relation = matview::view("second");
        using primary_key = matview::key<&Row::name>;
        using columns = matview::columns<matview::db_column<&Row::name, "second_name">>;
    };
};

}  // namespace

std::string other_anonymous_sql() {
    using matview::col;
    return matview::from<Row>().filter(col<&Row::name> == "x" && col<&Row::name>.contains("y")).sql().text;
}

std::string other_anonymous_order() {
    return matview::from<Row>()
        .select_related<&Row::parent>()
        .order_by(matview::asc<&Row::parent, &Row::name>, matview::col<&Row::name>)
        .sql()
        .text;
}
