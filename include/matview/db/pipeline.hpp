// pipeline: several statements in one round trip.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <matview/db/row_source.hpp>
#include <matview/db/session.hpp>
#include <matview/export.hpp>
#include <matview/model/views.hpp>
#include <matview/reflect/rule.hpp>

namespace matview::inline v0 {
class pipeline;

namespace detail {

/// A statement of a pipeline, and what becomes of it.
class MATVIEW_EXPORT pipelined {
public:
    pipelined() = default;
    pipelined(const pipelined&) = delete;
    virtual ~pipelined() = default;
    /// Takes what it gave: rows, or how many it wrote.
    virtual void take(link& on, row_source& rows, std::uint64_t written) = 0;
    /// Throws what it failed with, and query_error where it was not run yet.
    void check() const;
    /// query_error: its result was moved out before.
    [[noreturn]] void throw_taken() const;

    const statement* sql = nullptr;
    const layout* asked = nullptr;  // of a query of models
    std::string what;
    bool own = false;  // SQL of the user's own
    bool done = false;
    std::exception_ptr failure;
};

template <class V> class pipelined_value : public pipelined {
public:
    std::optional<V> value;
};

/// `Asked` holds the statement, Read makes its value.
template <class V, class Asked, class Read> class pipelined_read final : public pipelined_value<V> {
public:
    pipelined_read(Asked asked_for, Read read) : asked_(std::move(asked_for)), read_(std::move(read)) {}
    void take(link& on, row_source& rows, std::uint64_t written) override {
        this->value.emplace(read_(on, asked_, rows, written));
    }
    const Asked& request() const { return asked_; }

private:
    Asked asked_;
    Read read_;
};

// The compiled part.
MATVIEW_EXPORT void take_rows(link& on, const rendered& asked, row_source& rows, const row_sink& sink);
MATVIEW_EXPORT void take_rows(link& on, const statement& asked, const model_info& row, row_source& rows,
                              const row_sink& sink);
MATVIEW_EXPORT void take_rows(link& on, const statement& asked, const column_info& column, row_source& rows,
                              const row_sink& sink);
MATVIEW_EXPORT std::int64_t take_count(link& on, row_source& rows);
MATVIEW_EXPORT bool take_exists(link& on, row_source& rows);
MATVIEW_EXPORT std::string count_of(const query_state& query);
MATVIEW_EXPORT std::string exists_of(const query_state& query);

}  // namespace detail

/// What a statement of a pipeline will have come to once `run` has run it. May outlive the pipeline.
template <class V> class pending {
public:
    /// The result, which is moved out: to be called once. Throws what the statement failed with, pipeline_aborted where it was not run since
    /// one before it had failed, and query_error before `run`.
    V get() {
        value_->check();
        if (!value_->value) value_->throw_taken();
        V taken = std::move(*value_->value);
        value_->value.reset();
        return taken;
    }

private:
    friend class pipeline;
    explicit pending(std::shared_ptr<detail::pipelined_value<V>> value) : value_(std::move(value)) {}
    std::shared_ptr<detail::pipelined_value<V>> value_;
};

/// Statements of all kinds that go to the server together and come back together: `session::pipeline` makes it, its verbs add to it, `run` runs
/// them, in their order, in one round trip. Statements that this connection has not prepared yet are prepared by further ones before.
///
/// Outside of a transaction all of them are one: where one fails, what those before it wrote is undone. Those behind it are not run. In a
/// transaction, which then has failed, as ever. An error comes where the result would: `pending::get` throws it.
/// Used by one thread at a time. https://www.postgresql.org/docs/current/libpq-pipeline-mode.html
class MATVIEW_EXPORT pipeline {
public:
    /// Asks nothing of the server yet. `on` outlives it.
    explicit pipeline(session& on) : on_(on) {}
    pipeline(pipeline&&) = default;

    template <class T> pending<detail::rows_of<T>> fetch(const matview::query<T>& q) {
        return add_query<detail::rows_of<T>, T>(
            q.rendered(), [](std::vector<T>& rows, const detail::rendered&) { return std::move(rows); });
    }
    template <class T> pending<detail::rows_of<T>> fetch() { return fetch(matview::query<T>()); }
    template <class T> pending<std::optional<T>> first(const matview::query<T>& q) {
        return add_query<std::optional<T>, T>(detail::render_select(detail::first_of_state(q.state())),
                                              [](std::vector<T>& rows, const detail::rendered&) {
                                                  return rows.empty() ? std::nullopt
                                                                      : std::optional<T>(std::move(rows[0]));
                                              });
    }
    template <class T> pending<std::optional<T>> first() { return first(matview::query<T>()); }
    template <class T> pending<T> get(const matview::query<T>& q) { return add_get<T>(detail::render_get(q.state())); }
    template <class T, class K> pending<T> get(const K& key) { return add_get<T>(detail::key_query<T>(key)); }
    template <class T> pending<std::int64_t> count(const matview::query<T>& q) {
        return add<std::int64_t>(detail::render_count(q.state()), detail::count_of(q.state()),
                                 [](detail::link& on, const statement&, row_source& rows, std::uint64_t) {
                                     return detail::take_count(on, rows);
                                 });
    }
    template <class T> pending<std::int64_t> count() { return count(matview::query<T>()); }
    template <class T> pending<bool> exists(const matview::query<T>& q) {
        return add<bool>(detail::render_exists(q.state()), detail::exists_of(q.state()),
                         [](detail::link& on, const statement&, row_source& rows, std::uint64_t) {
                             return detail::take_exists(on, rows);
                         });
    }
    template <class T> pending<bool> exists() { return exists(matview::query<T>()); }
    /// SQL of your own, as in session::execute, but one statement: how many rows it wrote.
    template <class... P> pending<std::uint64_t> execute(std::string_view sql, const P&... parameters) {
        return add_own<std::uint64_t>(
            {std::string(sql), detail::raw_parameters(parameters...)}, "execute",
            [](detail::link&, const statement&, row_source&, std::uint64_t written) { return written; });
    }
    template <class Row, class... P> pending<detail::rows_of<Row>> query(std::string_view sql, const P&... parameters) {
        return add_own<detail::rows_of<Row>>(
            {std::string(sql), detail::raw_parameters(parameters...)}, "query",
            [](detail::link& on, const statement& asked, row_source& rows, std::uint64_t) {
                return detail::raw_rows<Row>([&](const auto& of, const detail::row_sink& sink) {
                    detail::take_rows(on, asked, of, rows, sink);
                });
            });
    }

    /// Runs what was added since the last call, and nothing where nothing was. What a statement fails with is thrown by its `get`; here only
    /// what concerns all: connection_error, and what their common commit fails with.
    void run();
    /// How many statements wait for `run`.
    std::size_t size() const noexcept { return all_.size(); }

private:
    template <class V, class Asked, class Read> pending<V> add(Asked asked, std::string what, Read read) {
        auto made = std::make_shared<detail::pipelined_read<V, Asked, Read>>(std::move(asked), std::move(read));
        made->what = std::move(what);
        if constexpr (std::is_same_v<Asked, statement>) {
            made->sql = &made->request();
        } else {
            made->sql = &made->request().sql;
            made->asked = made->request().layout.get();
        }
        all_.push_back(made);
        return pending<V>(std::move(made));
    }
    template <class V, class T, class Make> pending<V> add_query(detail::rendered asked, Make make) {
        static_cast<void>(detail::holds<detail::rule_owned<T>>());  // in fewer lines than from within sink_into
        std::string what = asked.what();
        return add<V>(std::move(asked), std::move(what),
                      [make](detail::link& on, const detail::rendered& of, row_source& from, std::uint64_t) -> V {
                          std::vector<T> rows;
                          detail::take_rows(on, of, from, detail::sink_into(rows));
                          return make(rows, of);
                      });
    }
    template <class T> pending<T> add_get(detail::rendered asked) {
        return add_query<T, T>(std::move(asked), [](std::vector<T>& rows, const detail::rendered& of) {
            if (rows.size() != 1) detail::fail_get(of, rows.size());
            return std::move(rows[0]);
        });
    }
    template <class V, class Read> pending<V> add_own(statement sql, std::string what, Read read) {
        pending<V> made = add<V>(std::move(sql), std::move(what), std::move(read));
        made.value_->own = true;
        return made;
    }

    session& on_;
    std::vector<std::shared_ptr<detail::pipelined>> all_;
};

inline pipeline session::pipeline() { return matview::pipeline(*this); }

}  // namespace matview::inline v0
