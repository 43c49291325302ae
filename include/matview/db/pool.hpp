// pool: a bounded number of connections for any number of threads.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <memory>
#include <string>

#include <matview/db/connection.hpp>
#include <matview/export.hpp>

namespace matview::inline v0 {

namespace detail {
class pool_core;
}

/// What is undone when a connection comes back. A transaction that is open, failed or not, is rolled back in any case; a connection that is
/// in the midst of a COPY, or for which this fails, is closed and another one made in its place.
enum class pool_reset {
    /// Nothing else: what SQL of your own SET, LISTENs to or made TEMPORARY stays for the next user.
    rollback,
    /// What SQL of your own has changed, as far as it tells: by the server's command tags (SET, LISTEN, CREATE, PREPARE, CALL, …), or by naming
    /// set_config or pg_advisory_lock and its like. By one round trip, and none where it has changed nothing. Not seen is what functions of
    /// your own change within a SELECT.
    changed,
    /// Everything, by DISCARD ALL, after any SQL of your own; prepared statements go too. Verbs for models need none, and cost none.
    discard_all
};

/// One that is negative, or a max_size of zero, is refused with value_error.
struct pool_options {
    /// How many connections there are at most, those being made counted in.
    std::size_t max_size = 10;
    /// So many are made with the pool, so that a wrong password is told then; and this many stay, however long they are idle. Zero: the first
    /// verb makes the first one.
    std::size_t min_size = 1;
    /// How long a verb waits for a connection to come free before it throws pool_timeout. Making one takes connect_timeout at most, beyond
    /// it. Zero: without end.
    std::chrono::milliseconds pool_timeout = std::chrono::seconds(30);
    /// How old a connection gets before another one takes its place: each a random part, up to a tenth, less, so that not all are made anew
    /// at once. One in use is not cut short. Zero: as old as it likes.
    std::chrono::milliseconds max_age = std::chrono::hours(1);
    /// How long a connection beyond min_size stays idle before it is closed; looked at whenever one comes back. Zero: as long as it likes.
    std::chrono::milliseconds idle_timeout = std::chrono::minutes(10);
    pool_reset reset = pool_reset::changed;
};

/// A session that takes a connection for the time of each verb: all threads may use it at once, and it has all the verbs of a connection.
/// `transaction tx(pool)` and `copy_in` hold one for as long as they live, and so does what `take` gives. Neither copied nor moved.
///
/// Whoever waits longest gets the next connection, and nobody is overtaken once they have waited five milliseconds. One that the server has closed is found before it is handed out, and
/// another is made; one that dies in use is told of by connection_lost, as of any connection, and not handed out again.
/// Every verb may also throw pool_timeout, and what connecting throws.
class MATVIEW_EXPORT pool final : public session {
public:
    /// Connects as matview::connection does. Throws what it throws, and value_error for options that are none.
    pool();
    explicit pool(const connection_options& to, const pool_options& options = {});
    /// By a connection string or a URI. A template, so that braces always mean connection_options.
    template <std::convertible_to<std::string> Text>
    explicit pool(const Text& conninfo, const pool_options& options = {}) : pool(by_conninfo{conninfo}, options) {}
    pool(const pool&) = delete;
    pool& operator=(const pool&) = delete;
    /// Closes the idle connections. Those that are out go on working, and are closed when they come back: transactions may outlive the pool.
    /// No thread may be in one of its verbs.
    ~pool() override;

    /// One connection for several verbs, with `cancel` and all else that a connection has; it goes back when what is given is destroyed. It
    /// is used by one thread at a time.
    connection take();

    // As of the moment, for the eye and for metrics: others take and give back meanwhile. From any thread.

    /// How many connections there are, those being made counted in: idle() + in_use().
    std::size_t size() const noexcept;
    std::size_t idle() const noexcept;
    std::size_t in_use() const noexcept;
    /// How many callers wait for one.
    std::size_t waiting() const noexcept;

private:
    struct by_conninfo {
        std::string text;
    };
    pool(by_conninfo by, const pool_options& options);

    detail::lease acquire() override;

    std::shared_ptr<detail::pool_core> core_;  // shared with the connections that are out
};

}  // namespace matview::inline v0
