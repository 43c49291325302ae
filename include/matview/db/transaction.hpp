// transaction and savepoint: several statements that hold together.
#pragma once

#include <concepts>

#include <matview/db/session.hpp>
#include <matview/export.hpp>

namespace matview::inline v0 {

/// https://www.postgresql.org/docs/current/transaction-iso.html
enum class isolation_level { server_default, read_committed, repeatable_read, serializable };

struct transaction_options {
    isolation_level isolation = isolation_level::server_default;
    bool read_only = false;
};

// The constructors are templates so that one made from another of its kind is no copy.

/// Begun when made; rolled back when destroyed, unless committed. It is a session: pass it where one is taken. While it is open, use
/// it and not the connection it was made from. Used by one thread at a time.
class MATVIEW_EXPORT transaction final : public session {
public:
    /// Throws query_error where a transaction is open already: make a savepoint in it instead.
    template <std::derived_from<session> S>
    explicit transaction(S& on, const transaction_options& options = {}) : transaction(on.lease(), options) {}
    transaction(const transaction&) = delete;
    ~transaction() override;

    /// Throws server_error where a statement in it had failed, so that the server rolled it back; transaction_conflict where it can be run again.
    void commit();
    void rollback();

private:
    transaction(detail::lease on, const transaction_options& options);

    detail::lease acquire() override;

    detail::lease link_;
};

/// A part of a transaction that can be undone by itself. Rolled back when destroyed, unless released.
class MATVIEW_EXPORT savepoint final : public session {
public:
    /// Throws query_error where no transaction is open.
    template <std::derived_from<session> S> explicit savepoint(S& within) : savepoint(within.lease()) {}
    savepoint(const savepoint&) = delete;
    ~savepoint() override;

    /// Keeps what was done, as a part of the transaction around it.
    void release();
    /// Undoes what was done since it was made. Also after a failed statement: the transaction around it is usable again.
    void rollback();

private:
    explicit savepoint(detail::lease within);

    detail::lease acquire() override;

    detail::lease link_;
    std::string name_;
};

}  // namespace matview::inline v0
