#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct pg_conn;  // libpq's PGconn

namespace matview_test {

/// What the server, or libpq, said. The text ends with the SQL that was tried.
class server_error : public std::runtime_error {
public:
    server_error(const std::string& text, std::string sqlstate)
        : std::runtime_error{text}, sqlstate_{std::move(sqlstate)} {}

    /// Five characters; empty when there is none (no connection, for one).
    const std::string& sqlstate() const { return sqlstate_; }

private:
    std::string sqlstate_;
};

/// A result as text; nullopt is NULL.
using text_rows = std::vector<std::vector<std::optional<std::string>>>;

/// A connection by plain libpq, nothing of matview's in it: the independent path
/// to compare with, and the second session that holds a lock. Notices are dropped.
/// Not for two threads at once.
class raw_connection {
public:
    /// Throws server_error.
    explicit raw_connection(std::string_view conninfo);

    /// Runs SQL, one statement or several. Throws server_error.
    void exec(std::string_view sql);

    /// Runs SQL and returns what its last statement returned. Throws server_error.
    text_rows rows(std::string_view sql);

    int backend_pid() const;

    /// For what is not covered here (PQsendQuery, PQnotifies, …).
    pg_conn* native() const { return connection_.get(); }

private:
    struct finish {
        void operator()(pg_conn* connection) const noexcept;
    };
    std::unique_ptr<pg_conn, finish> connection_;
};

/// The same on a connection of its own, closed before they return.
void exec(std::string_view conninfo, std::string_view sql);
text_rows rows(std::string_view conninfo, std::string_view sql);

}  // namespace matview_test
