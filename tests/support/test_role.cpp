#include "test_role.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <exception>
#include <random>

#include "raw_connection.hpp"
#include "test_database.hpp"
#include "testing/shared_server.hpp"

namespace matview_test {

namespace {

// 32 hexadecimal digits: nothing to quote, and nothing to guess on a server that
// others can reach.
std::string random_password() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::random_device random;
    std::string text;
    for (int i = 0; i < 32; ++i) text += digits[random() % digits.size()];
    return text;
}

}  // namespace

test_role::test_role(const test_database& database, std::string_view attributes)
    : maker_{getpid()}, database_{database} {
    using namespace matview::testing::detail;
    std::string how = " LOGIN";
    if (shared_server_is_foreign()) {
        password_ = random_password();
        how += " PASSWORD '" + password_ + "'";
    }
    how += ' ';
    how += attributes;
    raw_connection server{database.conninfo()};
    const char* superuser = PQparameterStatus(server.native(), "is_superuser");
    const bool limited = superuser == nullptr || std::string_view{superuser} != "on";
    name_ = create_with_unique_name("matview_test_role", [&](const std::string& name) {
        std::string sql = "CREATE ROLE " + name + how;
        // Who is not a superuser may end a role's sessions and drop what it owns only
        // as a member of it. In one string, so in one transaction: both or neither.
        if (limited) sql += "; GRANT " + name + " TO CURRENT_USER";
        try {
            server.exec(sql);
        } catch (const server_error& failure) {
            if (failure.sqlstate() != "42710") throw;  // duplicate_object
            return false;
        }
        return true;
    });
}

test_role::~test_role() {
    if (getpid() != maker_) return;  // a fork's copy
    try {
        raw_connection server{database_.conninfo()};
        // A session that a failed test left in a transaction would hold its locks for
        // ever; a lock of somebody else's must not stop the whole run either.
        server.exec("SET lock_timeout = '10s'");
        server.exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + name_ + "'");
        server.exec("DROP OWNED BY " + name_);
        server.exec("DROP ROLE " + name_);
    } catch (const std::exception& error) {
        matview::testing::detail::report_left_behind("role " + name_, error);
    }
}

}  // namespace matview_test
