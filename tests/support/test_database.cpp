#include "test_database.hpp"

#include "conninfo.hpp"
#include "kept_schema.hpp"
#include "testing/shared_server.hpp"

namespace matview_test {

test_database::~test_database() {
    try {
        keep_schema(conninfo());
    } catch (const std::exception& why) {
        matview::testing::detail::report_left_behind("the schema of " + name(), why);
    }
}

std::string test_database::conninfo(std::string_view user) const {
    conninfo_keywords keywords = parse_conninfo(conninfo());
    set_keyword(keywords, "user", user);
    return to_string(keywords);
}

std::string test_database::conninfo(const test_role& role) const {
    conninfo_keywords keywords = parse_conninfo(conninfo(role.name()));
    if (!role.password().empty()) set_keyword(keywords, "password", role.password());
    return to_string(keywords);
}

std::string test_database::server_conninfo() { return to_string(matview::testing::detail::shared_server()); }

}  // namespace matview_test
