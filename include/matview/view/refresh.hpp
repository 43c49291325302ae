// refresh<T>() and refresh_concurrently<T>().
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <matview/db/session.hpp>
#include <matview/export.hpp>
#include <matview/view/rules.hpp>

namespace matview::inline v0 {

/// What a refresh does where another process refreshes the same view. A refresh tells of itself by an advisory lock of its transaction, unless
/// it is `off`; those that are, and REFRESH statements from elsewhere, are not seen.
enum class single_flight {
    off,   ///< each call refreshes; the server lets one after the other
    wait,  ///< the caller gets a refresh that started after its call: its own, or another's, which it then joins
    skip_if_running,  ///< nothing is done where one is under way
    fail_if_running   ///< refresh_running is thrown where one is under way
};

/// Waiting for the view's lock in short attempts with pauses in between, so that readers never queue behind a waiting plain refresh for longer
/// than one attempt takes.
struct lock_budget {
    /// How long each attempt waits, with readers behind it. At least 1 ms.
    std::chrono::milliseconds lock_timeout{100};
    /// How long all waiting may take, for another's refresh too, before lock_timeout is thrown; the work itself is not counted. At least 1 ms.
    std::chrono::milliseconds deadline{60000};
};

struct refresh_options {
    /// How long to wait for the view's lock before lock_timeout is thrown. Not given: as the server is set, by default without end.
    /// A plain refresh that waits also blocks every new reader, so services give it, or a lock_budget.
    std::optional<std::chrono::milliseconds> lock_timeout = {};
    /// How long the refresh may take in all before statement_timeout is thrown. Not given: as the server is set.
    std::optional<std::chrono::milliseconds> statement_timeout = {};
    /// The time zone in which `current_date` and the like are meant in the definition, as "Europe/Berlin". Empty: the session's.
    std::string time_zone = {};
    /// `wait` keeps a table `matview_refreshes` in the view's schema, made at its first use.
    single_flight if_running = single_flight::off;
    /// Nothing is done where the last refresh started less than this ago. Needs the table too; of the calls that find it older, one refreshes
    /// and the others wait for it, unless if_running says otherwise.
    std::optional<std::chrono::milliseconds> min_interval = {};
    /// In the place of lock_timeout.
    std::optional<matview::lock_budget> lock_budget = {};
};

enum class refresh_outcome {
    refreshed,  ///< this call has refreshed the view
    joined,     ///< another process has, in a refresh that started after this call
    skipped     ///< nothing was done: one is under way, or the last one is younger than min_interval
};

struct refresh_result {
    std::string view;  ///< schema.name as the model gives it
    bool concurrently = false;
    /// By the server's clock: the rows are as of this moment. Where another's refresh was joined, or was young enough, that one's; the epoch
    /// where one was under way and nothing was done.
    std::chrono::sys_time<std::chrono::microseconds> started{};
    std::chrono::microseconds waited{};  ///< for another's refresh and for the lock; waits under 20 ms count as work
    std::chrono::microseconds worked{};  ///< the rest of the statement
    bool wait_measured = true;           ///< false: the second connection that watches the lock was not to be had
    refresh_outcome outcome = refresh_outcome::refreshed;
    int attempts = 0;  ///< REFRESH statements that were sent: more than one only with a lock_budget
};

namespace detail {
enum class refresh_way {
    plain,
    concurrently,
    automatic
};  // automatic: concurrently where the catalog says that it can be
MATVIEW_EXPORT refresh_result refresh(session& on, const model_info& model, refresh_way way,
                                      const refresh_options& options);
}

/// Computes the view anew. Readers wait from when it has its lock until it ends, and behind it while it waits for that lock. In a
/// transaction it is a part of it; a failure leaves the transaction usable. https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html
/// Throws refresh_running, lock_timeout, statement_timeout, query_canceled, read_only_transaction, object_in_use, insufficient_privilege, wrong_relation_kind, undefined_relation, duplicate_rows; query_error for
/// options that do not go together, and for `wait` and `min_interval` in a transaction that keeps one snapshot.
template <class T> refresh_result session::refresh(const refresh_options& options) {
    if constexpr (detail::materialized<T>())
        return detail::refresh(*this, detail::describe<T>(), detail::refresh_way::plain, options);
    else
        return {};
}
template <class T> refresh_result session::refresh() { return refresh<T>(refresh_options{}); }

/// Computes the view anew while readers go on, and writes only what changed. Also throws not_populated and no_usable_unique_index.
template <class T> refresh_result session::refresh_concurrently(const refresh_options& options) {
    if constexpr (detail::materialized<T>())
        return detail::refresh(*this, detail::describe<T>(), detail::refresh_way::concurrently, options);
    else
        return {};
}
template <class T> refresh_result session::refresh_concurrently() { return refresh_concurrently<T>(refresh_options{}); }

}  // namespace matview::inline v0
