// refresh<T>() and refresh_concurrently<T>().
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <matview/db/session.hpp>
#include <matview/view/rules.hpp>

namespace matview::inline v0 {

struct refresh_options {
    /// How long to wait for the view's lock before lock_timeout is thrown. Not given: as the server is set, by default without end.
    /// A plain refresh that waits also blocks every new reader, so services give it.
    std::optional<std::chrono::milliseconds> lock_timeout = {};
    /// How long the refresh may take in all before statement_timeout is thrown. Not given: as the server is set.
    std::optional<std::chrono::milliseconds> statement_timeout = {};
    /// The time zone in which `current_date` and the like are meant in the definition, as "Europe/Berlin". Empty: the session's.
    std::string time_zone = {};
};

struct refresh_result {
    std::string view;  ///< schema.name as the model gives it
    bool concurrently = false;
    std::chrono::sys_time<std::chrono::microseconds>
        started{};                       ///< by the server's clock: the rows are as of this moment
    std::chrono::microseconds waited{};  ///< for the lock; waits under 20 ms count as work
    std::chrono::microseconds worked{};  ///< the rest of the statement
    bool wait_measured = true;           ///< false: the second connection that watches the lock was not to be had
};

namespace detail {
refresh_result refresh(session& on, const model_info& model, bool concurrently, const refresh_options& options);
}

/// Computes the view anew. Readers wait from when it has its lock until it ends, and behind it while it waits for that lock. In a
/// transaction it is a part of it; a failure leaves the transaction usable. https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html
/// Throws lock_timeout, statement_timeout, query_canceled, read_only_transaction, object_in_use, insufficient_privilege, wrong_relation_kind, undefined_relation, duplicate_rows.
template <class T> refresh_result session::refresh(const refresh_options& options) {
    if constexpr (detail::materialized<T>())
        return detail::refresh(*this, detail::describe<T>(), false, options);
    else
        return {};
}
template <class T> refresh_result session::refresh() { return refresh<T>(refresh_options{}); }

/// Computes the view anew while readers go on, and writes only what changed. Also throws not_populated and no_usable_unique_index.
template <class T> refresh_result session::refresh_concurrently(const refresh_options& options) {
    if constexpr (detail::materialized<T>())
        return detail::refresh(*this, detail::describe<T>(), true, options);
    else
        return {};
}
template <class T> refresh_result session::refresh_concurrently() { return refresh_concurrently<T>(refresh_options{}); }

}  // namespace matview::inline v0
