// session: what every way to a database can do. Verbs whose work lies above this floor are declared here and defined there.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <matview/db/key_query.hpp>
#include <matview/db/raw_parameters.hpp>
#include <matview/db/read.hpp>
#include <matview/db/rules.hpp>
#include <matview/export.hpp>
#include <matview/query/query.hpp>

namespace matview::inline v0 {

enum class purpose;
struct call_options;
struct create_options;
struct drop_options;
struct refresh_options;
struct refresh_result;
class verification;
class bounded_session;
class pipeline;
template <class T> class row_stream;

template <class T, auto Relation> class prefetched;

namespace detail {
template <class T, bool> struct bulk_result;
template <class T> constexpr bool has_bulk_key();
template <class T> using bulk_of = typename bulk_result<T, has_bulk_key<T>()>::type;
template <class T, auto Relation>
using prefetched_of = std::conditional_t<is_relation<Relation>(), prefetched<T, Relation>, int>;

class link;
/// A connection for the time that its holder needs it.
using lease = std::shared_ptr<link>;

}  // namespace detail

/// Base of connection, transaction, savepoint and pool: functions of a service take a `matview::session&`. Used by one thread at a time, but
/// for a pool, which all may use at once.
/// Every verb may throw connection_error, server_error or one of its subclasses, and mapping_error where struct and database differ.
class MATVIEW_EXPORT session {
public:
    session(const session&) = delete;
    session& operator=(const session&) = delete;
    virtual ~session();

    /// All rows of the query.
    template <class T> detail::rows_of<T> fetch(const matview::query<T>& q) {
        detail::rows_of<T> rows;
        detail::read_query(*this, q.rendered(), detail::sink_into(rows));
        return rows;
    }
    /// All rows of T.
    template <class T> detail::rows_of<T> fetch() { return fetch(matview::query<T>()); }
    /// All rows, into a vector whose rows are used again: what it held is overwritten. Left empty where it fails.
    template <class T> void fetch_into(std::vector<T>& rows, const matview::query<T>& q) {
        if (!q.state().left_out.empty()) rows.clear();  // a field that is not read would keep what it held
        detail::refill<T> into{rows};
        detail::read_query(*this, q.rendered(), into.sink());
        into.done();
    }
    template <class T> void fetch_into(std::vector<T>& rows) { fetch_into(rows, matview::query<T>()); }

    /// The rows one after the other, in bounded memory: `for (const auto& row : db.stream(q)) …`. See stream.hpp.
    template <class T> row_stream<T> stream(const matview::query<T>& q);
    template <class T> row_stream<T> stream();
    /// Calls `call(row)` for each row of a stream; returns how many there were. What it throws ends the stream.
    template <class T, class F> std::uint64_t for_each(const matview::query<T>& q, F&& call);

    /// Rows as columns: a std::tuple of one column_values for each member of T that is named, and no other column is read. Of a foreign key the
    /// keys. See matview/db/columns.hpp.
    template <auto... Members, class T> auto fetch_columns(const matview::query<T>& q);
    template <auto First, auto... More, class T = detail::path_model<First>> auto fetch_columns();

    /// The first row, in the query's order, else in the primary key's. Throws query_error where there is neither.
    template <class T> std::optional<detail::row_of<T>> first(const matview::query<T>& q) {
        detail::rows_of<T> rows;
        detail::read_first(*this, q.state(), detail::sink_into(rows));
        return last_of(rows);
    }
    template <class T> std::optional<detail::row_of<T>> first() { return first(matview::query<T>()); }
    /// The last row, likewise. Behind a limit or an offset it is the last of those rows, which are all read.
    template <class T> std::optional<detail::row_of<T>> last(const matview::query<T>& q) {
        detail::rows_of<T> rows;
        detail::read_last(*this, q.state(), detail::sink_into(rows));
        return last_of(rows);
    }

    template <class T> std::optional<detail::row_of<T>> last() { return last(matview::query<T>()); }

    /// Exactly one row. Throws not_found or multiple_found else.
    template <class T> T get(const matview::query<T>& q) { return only_one<T>(detail::render_get(q.state())); }
    /// The row with that primary key; a composite one is a std::tuple. Throws not_found where there is none.
    template <class T, class K> T get(const K& key) { return only_one<T>(detail::key_query<T>(key)); }

    // By many primary keys at once, by one statement; by none where there are no keys. Keys are any range of what `get` takes, or of foreign keys
    // to T. Of q, which has no limit and no offset, only rows that it gives are found. They throw multiple_found where two rows have one key.
    // See matview/db/bulk.hpp.

    /// The rows by key, as Django's in_bulk: a std::map where keys have an order, else a std::unordered_map. Keys without a row are absent.
    template <class T, class R> detail::bulk_of<T> in_bulk(const R& keys);
    template <class T, class K> detail::bulk_of<T> in_bulk(std::initializer_list<K> keys);
    template <class T, class R> detail::bulk_of<T> in_bulk(const matview::query<T>& q, const R& keys);
    template <class T, class K> detail::bulk_of<T> in_bulk(const matview::query<T>& q, std::initializer_list<K> keys);
    /// The rows in the order of the keys, each as often as it was asked for. Throws not_found, which names the keys that have none.
    template <class T, class R> detail::rows_of<T> get_many(const R& keys);
    template <class T, class K> detail::rows_of<T> get_many(std::initializer_list<K> keys);
    template <class T, class R> detail::rows_of<T> get_many(const matview::query<T>& q, const R& keys);
    template <class T, class K> detail::rows_of<T> get_many(const matview::query<T>& q, std::initializer_list<K> keys);

    /// The rows that refer to these ones, by one statement: the reverse side of a relation. `db.prefetch<&User::team>(teams)[team]` are the users
    /// of a team. `rows` is a range of rows of the model that Relation refers to, of foreign keys to it, or of its keys; where it is empty,
    /// nothing is asked. Of q, which has no limit and no offset, only rows that it gives are found, and in its order. See
    /// matview/db/prefetch.hpp.
    template <auto Relation, class R, class T = detail::path_model<Relation>>
    detail::prefetched_of<T, Relation> prefetch(const R& rows);
    template <auto Relation, class Q, class R, class T = detail::path_model<Relation>>
    detail::prefetched_of<T, Relation> prefetch(const matview::query<Q>& q, const R& rows);

    /// How many rows `fetch` would give, limit and offset counted in.
    template <class T> std::int64_t count(const matview::query<T>& q) { return detail::read_count(*this, q.state()); }
    template <class T> std::int64_t count() { return count(matview::query<T>()); }
    /// Whether `fetch` would give any row.
    template <class T> bool exists(const matview::query<T>& q) { return detail::read_exists(*this, q.state()); }

    template <class T> bool exists() { return exists(matview::query<T>()); }

    /// Runs SQL of your own; returns how many rows it wrote. Parameters take the places of $1, $2, …, and are encoded as the types
    /// that the server infers; with parameters it is one statement, without it may be several. Throws value_error for a value that its place cannot hold.
    template <class... P> std::uint64_t execute(std::string_view sql, const P&... parameters) {
        return execute_statement({std::string(sql), detail::raw_parameters(parameters...)});
    }
    /// Runs SQL of your own and reads its rows: into a struct by column names (no Meta needed), or one column into a plain type.
    template <class Row, class... P> detail::rows_of<Row> query(std::string_view sql, const P&... parameters) {
        const statement asked{std::string(sql), detail::raw_parameters(parameters...)};
        return detail::raw_rows<Row>(
            [&](const auto& of, const detail::row_sink& sink) { detail::read_raw(*this, asked, of, sink); });
    }

    /// Several statements in one round trip. It must not outlive this session. See pipeline.hpp.
    matview::pipeline pipeline();

    /// This session with time limits: `db.within({.statement_timeout = 2s}).fetch(q)`. Throws value_error for a negative one. See within.hpp.
    bounded_session within(const call_options& options);

    // What is done to a view; see matview/view/.
    template <class T> void create(const create_options& options);
    template <class T> void create();
    template <class T> void drop(const drop_options& options);
    template <class T> void drop();
    template <class T> refresh_result refresh(const refresh_options& options);
    template <class T> refresh_result refresh();
    template <class T> refresh_result refresh_concurrently(const refresh_options& options);
    template <class T> refresh_result refresh_concurrently();
    template <class T> bool is_populated();
    template <class T> verification verify(purpose what_for);
    template <class T> verification verify();

    // Writes, which a view does not take: each ends in a sentence.
    template <class... T, class... A> int insert(const A&...) { return refuse_write<T..., A...>(); }
    template <class... T, class... A> int update(const A&...) { return refuse_write<T..., A...>(); }
    template <class... T, class... A> int save(const A&...) { return refuse_write<T..., A...>(); }
    template <class... T, class... A> int remove(const A&...) { return refuse_write<T..., A...>(); }
    template <class... T, class... A> int erase(const A&...) { return refuse_write<T..., A...>(); }

    /// For the library itself: a connection, held as long as the result lives.
    detail::lease lease() { return acquire(); }

protected:
    session() = default;
    session(session&&) = default;
    session& operator=(session&&) = default;

private:
    virtual detail::lease acquire() = 0;

    std::uint64_t execute_statement(const statement& sql);

    template <class T> static std::optional<T> last_of(std::vector<T>& rows) {
        if (rows.empty()) return std::nullopt;
        return std::move(rows.back());
    }
    template <class T> T only_one(const detail::rendered& asked) {
        detail::rows_of<T> rows;
        detail::read_query(*this, asked, detail::sink_into(rows));
        if (rows.size() != 1) detail::fail_get(asked, rows.size());
        return std::move(rows.front());
    }
    template <class... What> static int refuse_write() {
        detail::holds<detail::rule_read_only<What...>>();
        return 0;
    }
};

}  // namespace matview::inline v0
