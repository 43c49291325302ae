// connection: one link to a PostgreSQL server.
#pragma once

#include <chrono>
#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <matview/db/observer.hpp>
#include <matview/db/session.hpp>
#include <matview/db/within.hpp>
#include <matview/export.hpp>

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

/// How the server plans prepared statements: for the values of each run, or once for all; by itself it takes the first five runs to decide.
/// https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-PLAN-CACHE-MODE
enum class plan_cache_mode { server_default, automatic, force_custom_plan, force_generic_plan };

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

    /// A generic plan spares small queries the time of planning, and may be a bad one where values are spread unevenly.
    matview::plan_cache_mode plan_cache_mode = matview::plan_cache_mode::server_default;

    // Bounds of waiting. One that is negative, or beyond the 2147483647 ms that PostgreSQL takes, is refused with value_error.

    /// For connecting in all, names of hosts looked up not counted in. Not given: conninfo's or PGCONNECT_TIMEOUT's, else 10 s. Zero: without
    /// end. Where several hosts are named, libpq gives each its share, in whole seconds and no less than 2. Also bounds `cancel`.
    std::optional<std::chrono::milliseconds> connect_timeout = {};
    /// How long sent bytes may stay unacknowledged before the link is lost, and how long an idle link is trusted before it is probed. Not
    /// given: what conninfo sets (tcp_user_timeout, keepalives_…), else 30 s. Zero: as the operating system is set,
    /// but for the keepalives that conninfo sets.
    std::optional<std::chrono::milliseconds> tcp_user_timeout = {};
    /// The longest that the server may stay silent while an answer is awaited, or while it takes no more rows of a load; beyond it the link is
    /// given up with connection_lost. A refresh may be silent for as long as its statement_timeout allows and this much longer, and for ever
    /// where it has none. Not given, or zero: without end.
    std::optional<std::chrono::milliseconds> response_timeout = {};
    /// How long a statement may take, and wait for a lock, before the server stops it. Not given: as conninfo and the server are set. Zero:
    /// without end. They are settings of the session, which RESET ALL and DISCARD ALL take back.
    std::optional<std::chrono::milliseconds> statement_timeout = {};
    std::optional<std::chrono::milliseconds> lock_timeout = {};

    /// The session's time zone, as "Europe/Berlin". Empty: as the environment and the server are set.
    std::string time_zone = {};
    /// For pgbouncer and the like, in transaction mode: no prepared statement is named, no setting outlives its transaction.
    bool pooled = false;
    /// Sees all statements and refreshes. Connections may share it.
    std::shared_ptr<matview::observer> observer = {};
    /// Called for the password at each connect, also of the second connection that watches a refresh. It wins over conninfo's.
    std::function<std::string()> password = {};
    /// False keeps the server's DETAIL and CONTEXT, which may carry values of rows, out of errors and notices.
    bool server_detail = true;
};

/// How a link is encrypted, in the words of the TLS library.
struct tls_info {
    std::string library;   ///< "OpenSSL"
    std::string protocol;  ///< "TLSv1.3"
    std::string cipher;    ///< "TLS_AES_256_GCM_SHA384"
    int key_bits = 0;
};

class pool;

/// One connection. It speaks UTF-8 whatever the environment says. Not copied; moved freely. Used by one thread at a time.
class MATVIEW_EXPORT connection final : public session {
public:
    /// Connects as psql would: by the PG* environment and services. Throws connection_refused, connect_timeout, or connection_error where no try can help.
    connection();
    /// Connects by a connection string or a URI. Throws the same.
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
    /// Empty where the link is not encrypted.
    std::optional<tls_info> tls() const;

    /// Stops the verb that is under way, which then throws query_canceled, unless it ends first; never a later one. True where one was under
    /// way and could be told. False also while a verb undoes something, which is never stopped. The one member that any thread may call, while
    /// the connection lives and is not being moved.
    ///
    /// It waits for the server to take the request, for up to connect_timeout, and so does the statement, if it ends meanwhile. Where that time
    /// passes (a network that swallows everything), the request may still arrive at any time: cancel gives false, the statement its result,
    /// and then the link is closed, so that nothing else can be hit. Where the statement goes on, since the request came before it, the request
    /// is sent again, after 50 ms and then after twice as long each time. https://www.postgresql.org/docs/current/libpq-cancel.html
    bool cancel() noexcept;

private:
    struct by_conninfo {
        std::string text;
    };
    explicit connection(by_conninfo by);
    friend class pool;
    explicit connection(detail::lease from_pool);

    detail::lease acquire() override { return link_; }

    detail::lease link_;
};

}  // namespace matview::inline v0
