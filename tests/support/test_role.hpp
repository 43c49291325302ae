#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

namespace matview_test {

class test_database;

/// A role `matview_test_role_<pid>_<n>` that can log in and has no other rights
/// than everyone's. Connect with `database.conninfo(role)`. A user who is not a
/// superuser needs CREATEROLE for it, and is made a member of the role.
class test_role {
public:
    /// `attributes` as CREATE ROLE takes them ("CREATEDB"). `database` must outlive
    /// the role. Throws server_error.
    explicit test_role(const test_database& database, std::string_view attributes = "");

    /// Ends the role's sessions, then drops all it owns and all its rights in the
    /// database, then the role. What it has in other databases is in the way: drop
    /// those first.
    ~test_role();

    test_role(const test_role&) = delete;
    test_role& operator=(const test_role&) = delete;

    const std::string& name() const { return name_; }

    /// Empty on the private server, which asks for none.
    const std::string& password() const { return password_; }

private:
    pid_t maker_;
    const test_database& database_;
    std::string password_;
    std::string name_;
};

}  // namespace matview_test
