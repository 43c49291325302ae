// database: a fresh and empty database for one test.
#pragma once

#include <memory>
#include <string>

#include <matview/export.hpp>
#include <matview/testing/private_server.hpp>

namespace matview::inline v0::testing {

/// A database `matview_test_<pid>_<n>` (UTF8, from template0), made by its constructor and dropped by its destructor. About 60 ms.
///
/// It stands on the server that this program's tests share: the one that $MATVIEW_TEST_DATABASE names (a connection string or URI of a user
/// who may create databases), or else a private_server that is started for the first database and stopped when the program ends. Make that first
/// one on the main thread; threads may then make others at once.
class MATVIEW_EXPORT database {
public:
    /// Throws matview::error where there is no server or the database cannot be made, and std::logic_error where the server would have to be
    /// started by another thread than the main one.
    database();
    /// On a server of your own, for tests that need their own settings; it must outlive the database.
    explicit database(const private_server& on);

    /// Drops the database; who is still connected to it loses the connection.
    ~database();

    database(const database&) = delete;
    database& operator=(const database&) = delete;

    const std::string& name() const noexcept { return name_; }
    /// A connection string for the user who owns the database: `matview::connection db(database.conninfo())`.
    std::string conninfo() const;
    /// The same as a URI; a password of $MATVIEW_TEST_DATABASE's is in both.
    std::string uri() const;

private:
    struct place;
    std::unique_ptr<const place> place_;
    std::string name_;
};

}  // namespace matview::inline v0::testing
