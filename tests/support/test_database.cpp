#include "test_database.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <exception>

#include "conninfo.hpp"
#include "test_server.hpp"

namespace matview_test {

test_database::test_database() : maker_{getpid()} {
    raw_connection server = connect_to_shared_server();
    // template0, because anyone may have added to template1, or be connected to it.
    std::string how = " TEMPLATE template0 ENCODING 'UTF8'";
    // The default of 15 and later writes every page to the WAL, as those before did not.
    if (PQserverVersion(server.native()) >= 150000) how += " STRATEGY file_copy";
    name_ = create_with_unique_name("matview_test",
                                    [&](const std::string& name) { server.exec("CREATE DATABASE " + name + how); });
}

test_database::~test_database() {
    if (getpid() != maker_) return;  // a fork's copy
    try {
        connect_to_shared_server().exec("DROP DATABASE " + name_ + " WITH (FORCE)");
    } catch (const std::exception& error) {
        report_left_behind("database " + name_, error);
    }
}

std::string test_database::conninfo() const {
    conninfo_keywords keywords = shared_server();
    set_keyword(keywords, "dbname", name_);
    return to_string(keywords);
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

std::string test_database::server_conninfo() { return to_string(shared_server()); }

}  // namespace matview_test
