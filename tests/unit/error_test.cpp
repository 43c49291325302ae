#include <doctest/doctest.h>

#include <matview/error.hpp>

TEST_CASE("an error answers what is asked of it, and tells all of it by what()") {
    const matview::lock_timeout e({.message = "refresh of v: no lock",
                                   .sqlstate = "55P03",
                                   .query = "REFRESH",
                                   .detail = "held",
                                   .hint = "wait",
                                   .retryable = true});
    CHECK_EQ(e.message(), "refresh of v: no lock");
    CHECK(e.retryable());
    CHECK(e.connection_usable());
    CHECK_EQ(std::string(e.what()),
             "refresh of v: no lock\n  SQLSTATE: 55P03\n  detail: held\n  query: REFRESH\n  hint: wait");
    const matview::error& base = e;
    CHECK_EQ(base.sqlstate(), "55P03");
    CHECK_EQ(std::string(matview::value_error("short").what()), "short");
}

TEST_CASE("each kind is caught by its own type, by server_error and by error") {
    try {
        throw matview::not_populated({.message = "m"});
    } catch (const matview::server_error& e) {
        CHECK(dynamic_cast<const matview::not_populated*>(&e) != nullptr);
    }
    CHECK_THROWS_AS(throw matview::not_found("m"), matview::error);
}

TEST_CASE("a mapping_error lists its problems with their mends") {
    const matview::mapping_error e({.message = "differ"}, {{.what = matview::problem::kind::absent_column,
                                                            .relation = "v",
                                                            .column = "c",
                                                            .description = "c is absent",
                                                            .mend = "add c"}});
    REQUIRE_EQ(e.problems().size(), 1);
    CHECK_EQ(std::string(e.what()), "differ\n  - c is absent\n    mend: add c");
    CHECK(matview::mapping_error("alone").problems().empty());
}
