// Models of the same name in anonymous namespaces of two files are two models; see anonymous_models_other.cpp.
#include <doctest/doctest.h>

#include <matview/matview.hpp>

std::string other_anonymous_sql();
std::string other_anonymous_order();

namespace {

struct Row {
    std::string name;
    std::optional<matview::foreign_key<Row, std::string>> parent;

    struct Meta {
        static constexpr auto relation = matview::view("first");
        using primary_key = matview::key<&Row::name>;
        using columns = matview::columns<matview::db_column<&Row::name, "first_name">>;
    };
};

}  // namespace

TEST_CASE("models of one name in two files are not taken for each other") {
    using matview::col;
    using matview::from;
    const std::string here = from<Row>().filter(col<&Row::name> == "x" && col<&Row::name>.contains("y")).sql().text;
    CHECK_NE(here.find("\"first_name\""), here.npos);
    CHECK_EQ(here.find("second"), here.npos);
    const std::string there = other_anonymous_sql();
    CHECK_NE(there.find("\"second_name\""), there.npos);
    CHECK_EQ(there.find("first"), there.npos);

    const std::string order = from<Row>()
                                  .select_related<&Row::parent>()
                                  .order_by(matview::asc<&Row::parent, &Row::name>, col<&Row::name>)
                                  .sql()
                                  .text;
    CHECK_EQ(order.find("second"), order.npos);
    CHECK_EQ(other_anonymous_order().find("first"), std::string::npos);
}
