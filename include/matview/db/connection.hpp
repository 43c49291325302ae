// connection: one link to a PostgreSQL server.
#pragma once

#include <concepts>
#include <functional>
#include <string>

#include <matview/db/session.hpp>

namespace matview::inline v0 {

/// A message that is no error: NOTICE, WARNING and the like.
struct notice {
    std::string severity;
    std::string sqlstate;
    std::string message;
    std::string detail;
    std::string hint;
};

using notice_handler = std::function<void(const notice&)>;

struct connection_options {
    /// A connection string or URI as libpq takes them; what it leaves out comes from PG* variables, services and ~/.pgpass, as with psql.
    /// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
    std::string conninfo = {};
    /// Shown in pg_stat_activity, unless conninfo or PGAPPNAME gives another.
    std::string application_name = "matview";
    /// Called for each notice, after the statement that caused it. Without one, notices are dropped; they never go to stderr.
    notice_handler on_notice = {};
    /// Prepared statements kept; the one least recently used makes room.
    std::size_t statement_cache_size = 256;
};

/// One connection. It speaks UTF-8 whatever the environment says. Not copied; moved freely. Used by one thread at a time.
class connection final : public session {
public:
    /// Connects as psql would: by the PG* environment and services. Throws connection_error.
    connection();
    /// Connects by a connection string or a URI. Throws connection_error.
    /// A template, so that braces always mean connection_options.
    template <std::convertible_to<std::string> Text>
    explicit connection(const Text& conninfo) : connection(by_conninfo{conninfo}) {}
    explicit connection(const connection_options& options);
    connection(connection&&) noexcept;
    connection& operator=(connection&&) noexcept;
    ~connection() override;

    /// False once the link is lost.
    bool usable() const noexcept;
    /// As 150004 for 15.4.
    int server_version() const noexcept;
    /// The server process that serves this connection.
    int backend_pid() const noexcept;
    /// A setting that the server reports, such as "client_encoding"; empty where it does not.
    std::string parameter_status(const std::string& name) const;

private:
    struct by_conninfo {
        std::string text;
    };
    explicit connection(by_conninfo by);

    detail::lease acquire() override { return link_; }

    detail::lease link_;
};

}  // namespace matview::inline v0
