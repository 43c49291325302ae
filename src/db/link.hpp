// link: one libpq connection with what belongs to it. All of libpq is seen from here.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <matview/db/connection.hpp>
#include <matview/db/row_source.hpp>
#include <matview/query/statement.hpp>

#include "db/result.hpp"
#include "db/statement_cache.hpp"
#include "db/types.hpp"

namespace matview::inline v0::detail {

/// What becomes of a parameter that its place cannot hold.
enum class unheld {
    matches_nothing,  // in a query of columns: NULL is sent, which equals nothing
    is_error          // in SQL of the user's own
};

class link : public std::enable_shared_from_this<link> {
public:
    explicit link(const connection_options& options);

    /// Prepares the statement where it is not, runs it, and gives its rows in binary. `what` says in errors what was tried.
    std::unique_ptr<row_source> open(const statement& sql, unheld rule, std::string_view what);
    /// Runs SQL without parameters, perhaps several statements; the last one's result. Throws for the first that fails.
    result_ptr run(std::string_view sql, std::string_view what);
    /// Runs one statement with parameters (none is null); returns its result in binary.
    result_ptr run(const statement& sql, unheld rule, std::string_view what);
    /// Runs one statement of the library's own with text parameters; its result in text.
    result_ptr ask(const std::string& sql, const std::vector<std::string>& arguments, std::string_view what);
    /// As run(sql), but calls `meanwhile` again and again while the server works; it says how long to wait before the next call.
    result_ptr run_watched(const std::string& sql, std::string_view what,
                           const std::function<std::chrono::milliseconds()>& meanwhile);

    bool usable() const noexcept { return PQstatus(connection_.get()) == CONNECTION_OK; }
    bool in_transaction() const noexcept;
    bool transaction_failed() const noexcept { return PQtransactionStatus(connection_.get()) == PQTRANS_INERROR; }
    int server_version() const noexcept { return PQserverVersion(connection_.get()); }
    connection_types& types() noexcept { return types_; }
    PGconn* raw() noexcept { return connection_.get(); }
    /// How this connection was made, so that another one like it can be.
    const connection_options& options() const noexcept { return options_; }

    std::uint64_t next_savepoint() noexcept { return ++savepoints_; }

private:
    result_ptr checked(PGresult* result, std::string_view what, std::string_view sql);
    result_ptr execute(const statement& sql, unheld rule, std::string_view what);
    prepared_statement& prepare(const statement& sql, unheld rule, std::string_view what);
    prepared_statement describe(const statement& sql, const std::vector<oid>& declared, std::string_view what);
    result_ptr execute_prepared(const prepared_statement& prepared, const statement& sql, unheld rule,
                                std::string_view what);
    void deallocate(const std::string& name);
    void forget(const std::string& text, bool stale);
    void deliver_notices();
    static void receive_notice(void* to, const PGresult* result);

    connection_options options_;
    pgconn_ptr connection_;
    connection_types types_;
    statement_cache statements_;
    std::vector<notice> notices_;
    std::uint64_t savepoints_ = 0;
};

}  // namespace matview::inline v0::detail
