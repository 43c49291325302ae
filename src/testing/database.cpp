#include <matview/testing/database.hpp>

#include <unistd.h>

#include <exception>

#include <matview/db/connection.hpp>
#include <matview/error.hpp>
#include "testing/shared_server.hpp"

namespace matview::inline v0::testing {

using namespace detail;

// Where the database is, and who made it.
struct database::place {
    pid_t maker;
    conninfo_keywords server;

    connection connect() const { return connection(to_string(server)); }
    conninfo_keywords of(const std::string& name) const {
        conninfo_keywords keywords = server;
        set_keyword(keywords, "dbname", name);
        return keywords;
    }
    std::string make() const {
        connection on = connect();
        // template0, because anyone may have added to template1, or be connected to it. The default strategy of 15 and later writes every
        // page to the WAL, as those before did not.
        return create_with_unique_name("matview_test", [&](const std::string& name) {
            try {
                on.execute("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8' STRATEGY file_copy");
            } catch (const server_error& failure) {
                if (failure.sqlstate() != "42P04") throw;
                return false;
            }
            return true;
        });
    }
};

database::database() : place_(new place{getpid(), shared_server()}), name_(place_->make()) {}
database::database(const private_server& on)
    : place_(new place{getpid(), parse_conninfo(on.conninfo())}), name_(place_->make()) {}

database::~database() {
    if (getpid() != place_->maker) return;  // a fork's copy
    try {
        place_->connect().execute("DROP DATABASE " + name_ + " WITH (FORCE)");
    } catch (const std::exception& why) {
        report_left_behind("database " + name_, why);
    }
}

std::string database::conninfo() const { return to_string(place_->of(name_)); }
std::string database::uri() const { return to_uri(place_->of(name_)); }

}  // namespace matview::inline v0::testing
