#include "manage/refresh/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <matview/error.hpp>

#include "manage/console.hpp"

namespace matview::inline v0::managing {
namespace {

struct seen {
    std::optional<std::string> waits_for;  // a relation, or another refresh
    std::optional<std::string> holders;
    std::optional<std::int64_t> bytes;  // of the new heap's files
    std::optional<std::int64_t> wal;    // since the database began
};

// The new heap is seen by nobody yet: its lock is, and its files bear its number. Who may not look at files sees how the log has grown.
constexpr const char* progress_sql = R"sql(
WITH waiting AS (SELECT l.locktype, l.relation FROM pg_locks AS l WHERE l.pid = $1 AND NOT l.granted LIMIT 1),
heaps AS (
    SELECT l.relation FROM pg_locks AS l
    WHERE l.pid = $1 AND l.granted AND l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
      AND NOT EXISTS (SELECT FROM pg_class AS c WHERE c.oid = l.relation))
SELECT (SELECT CASE w.locktype WHEN 'advisory' THEN 'another refresh of it'
                    ELSE 'the lock of ' || coalesce((SELECT c.relname FROM pg_class AS c WHERE c.oid = w.relation), w.locktype) END FROM waiting AS w) AS waits_for,
       (SELECT string_agg(format('process %s (%s)', b.pid, concat_ws(', ', b.usename, nullif(b.application_name, ''), b.state)), ', ')
        FROM pg_stat_activity AS b WHERE b.pid = ANY (pg_blocking_pids($1))) AS holders,
       CASE WHEN {} THEN (
           SELECT sum((pg_stat_file(d.path || f.name, true)).size)::int8
           FROM (SELECT 'base/' || oid || '/' AS path FROM pg_database WHERE datname = current_database()) AS d,
                pg_ls_dir(d.path) AS f (name), heaps AS h
           WHERE f.name ~ ('^(t[0-9]+_)?' || h.relation || '([.][0-9]+)?$')) END AS bytes,
       CASE WHEN NOT pg_is_in_recovery() THEN (pg_current_wal_insert_lsn() - '0/0')::int8 END AS wal)sql";

constexpr const char* may_look_sql =
    "SELECT has_function_privilege('pg_ls_dir(text)', 'EXECUTE') AND has_function_privilege('pg_stat_file(text, "
    "boolean)', 'EXECUTE')";

std::size_t width_of_terminal() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

progress::progress(connection_options connect, int backend_pid, std::string view)
    : connect_(std::move(connect)), backend_pid_(backend_pid), view_(std::move(view)) {
    if (isatty(STDERR_FILENO) != 0) watcher_ = std::thread([this] { watch(); });
}

progress::~progress() {
    if (!watcher_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    ended_.notify_all();
    watcher_.join();
    std::fputs("\r\033[K", stderr);
}

std::string progress::elapsed() const {
    return in_seconds(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count());
}

void progress::show(const std::string& text) const {
    const std::string line = fmt::format("{}: {}, {}", view_, elapsed(), text);
    std::fprintf(stderr, "\r%.*s\033[K", static_cast<int>(width_of_terminal() - 1), line.c_str());
    std::fflush(stderr);
}

void progress::watch() {
    using namespace std::chrono_literals;
    std::optional<connection> db;
    std::string sql;
    std::optional<std::int64_t> wal_before;
    bool can_ask = true;
    for (std::unique_lock lock(mutex_); !ended_.wait_for(lock, 200ms, [this] { return over_; });) {
        std::string text = "refreshing";
        try {
            if (can_ask && !db) {
                connect_.application_name = "matview progress";
                connect_.connect_timeout = 2s;
                connect_.statement_timeout = 2s;
                db.emplace(connect_);
                db->execute("SET search_path = pg_catalog, pg_temp");
                const bool may_look = db->query<bool>(may_look_sql).at(0);
                sql = fmt::format(progress_sql, may_look);
            }
            if (can_ask) {
                const seen now = db->query<seen>(sql, backend_pid_).at(0);
                if (!wal_before) wal_before = now.wal;
                if (now.waits_for)
                    text = fmt::format("waiting for {}, held by {}", *now.waits_for,
                                       now.holders.value_or("a process that has ended"));
                else if (now.bytes && *now.bytes > 0)
                    text = fmt::format("refreshing, {} written", in_bytes(*now.bytes));
                else if (now.wal && wal_before && *now.wal > *wal_before)
                    text = fmt::format("refreshing, {} of WAL written by all", in_bytes(*now.wal - *wal_before));
            }
        } catch (const error&) {
            can_ask = false;
        }
        show(text);
    }
}

}  // namespace matview::inline v0::managing
