// What can go wrong: one base class that can be asked, and a subclass wherever callers act differently.
#pragma once

#ifndef __cpp_exceptions
#error "matview: every failure is told by an exception: compile without -fno-exceptions"
#endif

#include <concepts>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <matview/export.hpp>

// Visible whatever the user's code is compiled with: an error is caught by its type on the other side of a shared library's boundary too.
#pragma GCC visibility push(default)

namespace matview::inline v0 {

/// What is known of a failure. Empty strings stand for "not known".
struct error_context {
    std::string message = {};  ///< what was tried and what went wrong, in one sentence
    std::string sqlstate =
        {};  ///< five characters from the server, or empty; https://www.postgresql.org/docs/current/errcodes-appendix.html
    std::string query = {};         ///< the SQL text, with $1, $2 in place of values
    std::string detail = {};        ///< the server's DETAIL and CONTEXT; may carry values of rows
    std::string hint = {};          ///< what to do about it
    bool retryable = false;         ///< the same call may succeed when made again
    bool connection_usable = true;  ///< the connection that failed can be used further
};

/// Base of every exception of this library. Passwords are masked in all of its texts. Copying never throws. Objects are immutable, so threads
/// may share them.
class MATVIEW_EXPORT error : public std::runtime_error {
public:
    explicit error(error_context context);
    /// A template, so that braces always mean an error_context.
    template <std::convertible_to<std::string> Text>
    explicit error(const Text& message) : error(error_context{.message = message}) {}
    ~error() override;

    const std::string& message() const noexcept { return context_->message; }
    const std::string& sqlstate() const noexcept { return context_->sqlstate; }
    const std::string& query() const noexcept { return context_->query; }
    const std::string& detail() const noexcept { return context_->detail; }
    const std::string& hint() const noexcept { return context_->hint; }
    bool retryable() const noexcept { return context_->retryable; }
    bool connection_usable() const noexcept { return context_->connection_usable; }

    const error_context& context() const noexcept { return *context_; }

private:
    explicit error(std::shared_ptr<const error_context> context);

    std::shared_ptr<const error_context> context_;
};

/// No connection could be made, or the one there was is lost. Thrown itself where no try can help: a malformed connection string, a server
/// older than 15.
class MATVIEW_EXPORT connection_error : public error {
public:
    using error::error;
};

/// No connection was made: no server is there, or it takes nobody, or not this user; then sqlstate() says why. Nothing was sent.
class MATVIEW_EXPORT connection_refused : public connection_error {
public:
    using connection_error::connection_error;
};
/// No connection was made within `connect_timeout`. Nothing was sent.
class MATVIEW_EXPORT connect_timeout : public connection_error {
public:
    using connection_error::connection_error;
};
/// The connection there was is lost; whether a statement under way took effect is not known. Told by the connection's state, never by
/// SQLSTATE class 08.
class MATVIEW_EXPORT connection_lost : public connection_error {
public:
    using connection_error::connection_error;
};

/// No connection of a pool came free within `pool_options::pool_timeout`. Nothing was sent.
class MATVIEW_EXPORT pool_timeout : public error {
public:
    using error::error;
};

/// The server refused a statement; sqlstate() says why. Its subclasses are the refusals that callers tell apart.
class MATVIEW_EXPORT server_error : public error {
public:
    using error::error;
};

/// 55P03: a lock was not had within `lock_timeout`.
class MATVIEW_EXPORT lock_timeout : public server_error {
public:
    using server_error::server_error;
};
/// 57014: stopped by a cancel request; or by a `statement_timeout` that is not known to have been reached, see statement_timeout.
class MATVIEW_EXPORT query_canceled : public server_error {
public:
    using server_error::server_error;
};
/// 57014: stopped by `statement_timeout`. Within a transaction that is known where the limit was given to matview, as an option.
class MATVIEW_EXPORT statement_timeout : public query_canceled {
public:
    using query_canceled::query_canceled;
};
/// 40001 serialization failure, 40P01 deadlock: the transaction can be run again from its start.
class MATVIEW_EXPORT transaction_conflict : public server_error {
public:
    using server_error::server_error;
};
/// 42501: a right is missing.
class MATVIEW_EXPORT insufficient_privilege : public server_error {
public:
    using server_error::server_error;
};
/// 25006: a write, or a refresh, in a read-only transaction or on a standby.
class MATVIEW_EXPORT read_only_transaction : public server_error {
public:
    using server_error::server_error;
};
/// 55006: the relation is in use by this session itself, by an open cursor for one.
class MATVIEW_EXPORT object_in_use : public server_error {
public:
    using server_error::server_error;
};
/// 42P01: there is no such table or view.
class MATVIEW_EXPORT undefined_relation : public server_error {
public:
    using server_error::server_error;
};
/// 42809, 0A000: the relation is of another kind than the verb needs.
class MATVIEW_EXPORT wrong_relation_kind : public server_error {
public:
    using server_error::server_error;
};
/// 42P07: a relation of that name exists.
class MATVIEW_EXPORT already_exists : public server_error {
public:
    using server_error::server_error;
};
/// 2BP01: other objects depend on the one to be dropped.
class MATVIEW_EXPORT dependents_exist : public server_error {
public:
    using server_error::server_error;
};
/// 55000: the materialized view holds no data yet.
class MATVIEW_EXPORT not_populated : public server_error {
public:
    using server_error::server_error;
};
/// 55000: no unique index that REFRESH CONCURRENTLY could use.
class MATVIEW_EXPORT no_usable_unique_index : public server_error {
public:
    using server_error::server_error;
};
/// 21000, 23505: the new rows are not unique, so they cannot be merged or indexed.
class MATVIEW_EXPORT duplicate_rows : public server_error {
public:
    using server_error::server_error;
};

/// One difference between a struct and what the database holds, and its mend.
struct problem {
    /// What kind of difference it is.
    enum class kind {
        absent_relation,
        wrong_kind,
        absent_column,
        wrong_type,
        null_value,
        not_populated,
        no_usable_unique_index,
        missing_right,
        taken_over_operator,
        absent_attribute,          ///< of a composite type
        label_without_enumerator,  ///< an enum's label that could not be read
        enumerator_without_label,  ///< told by verify alone: nothing equals it
        needless_optional          ///< a note of verify: the column's domain is NOT NULL
    };

    kind what;
    std::string relation;     ///< the view or table, as the model names it
    std::string column;       ///< the column's name, or empty
    std::string description;  ///< one sentence: what differs
    std::string mend;         ///< what to do, as SQL or as C++
};

/// A struct and the database do not fit: absent columns, wrong types, a NULL for a plain field. All are listed in one error.
class MATVIEW_EXPORT mapping_error : public error {
public:
    using error::error;
    mapping_error(error_context context, std::vector<problem> problems);

    /// All that was found; empty where the message says it all (a parameter that its place does not take).
    const std::vector<problem>& problems() const noexcept;

private:
    std::shared_ptr<const std::vector<problem>> problems_;
};

/// A value does not fit its type: out of range, infinite, not a number.
class MATVIEW_EXPORT value_error : public error {
public:
    using error::error;
};
/// A string that is to be sent and that PostgreSQL cannot hold: not UTF-8, or with a NUL character.
class MATVIEW_EXPORT invalid_text : public value_error {
public:
    using value_error::value_error;
};
/// The query cannot be asked as it stands, for example `last()` without an order or a primary key.
class MATVIEW_EXPORT query_error : public error {
public:
    using error::error;
};
/// Another process refreshes the view, and `single_flight::fail_if_running` was asked for. Nothing was refreshed.
class MATVIEW_EXPORT refresh_running : public error {
public:
    using error::error;
};
/// A statement of a pipeline was not run, since one before it had failed.
class MATVIEW_EXPORT pipeline_aborted : public error {
public:
    using error::error;
};
/// `get` found no row.
class MATVIEW_EXPORT not_found : public error {
public:
    using error::error;
};
/// `get` found more than one row.
class MATVIEW_EXPORT multiple_found : public error {
public:
    using error::error;
};
/// A related row was read that the query did not select.
class MATVIEW_EXPORT not_loaded : public error {
public:
    using error::error;
};
/// A related row was read that is no longer there: its key is in the view, the row is gone.
class MATVIEW_EXPORT related_row_missing : public error {
public:
    using error::error;
};

}  // namespace matview::inline v0

#pragma GCC visibility pop
