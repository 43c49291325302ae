#include <matview/db/pipeline.hpp>

#include <fmt/format.h>

#include <cstdlib>

#include "db/explain.hpp"
#include "db/link.hpp"
#include "db/result_source.hpp"
#include "db/rows.hpp"

namespace matview::inline v0 {
namespace detail {

void pipelined::check() const {
    if (failure) std::rethrow_exception(failure);
    if (!done)
        throw query_error({.message = what + ": its pipeline has not run yet",
                           .query = sql->text,
                           .hint = "call run() of the pipeline first"});
}

void pipelined::throw_taken() const {
    throw query_error({.message = what + ": its result was taken already", .query = sql->text});
}

void take_rows(link& on, const rendered& asked, row_source& rows, const row_sink& sink) {
    rows_into(on, asked, rows, sink);
}

void take_rows(link& on, const statement& asked, const model_info& row, row_source& rows, const row_sink& sink) {
    rows_into(on, asked, row, rows, sink);
}

void take_rows(link& on, const statement& asked, const column_info& column, row_source& rows, const row_sink& sink) {
    rows_into(on, asked, column, rows, sink);
}

std::string count_of(const query_state& query) { return "count of " + display_name(query.model->relation); }

std::string exists_of(const query_state& query) { return "exists of " + display_name(query.model->relation); }

std::int64_t take_count(link& on, row_source& rows) { return single_value<long>(on, rows); }

bool take_exists(link& on, row_source& rows) { return single_value<bool>(on, rows); }

namespace {

void take(link& on, pipelined& one, link::pipelined_outcome& outcome) {
    if (outcome.failure) std::rethrow_exception(outcome.failure);
    if (failed(outcome.result)) try {
            on.fail(outcome.result.get(), one.what, one.sql->text);
        } catch (const server_error& failure) {
            if (one.asked) explain(on, *one.asked, failure);
            throw;
        }
    const std::uint64_t written = std::strtoull(PQcmdTuples(outcome.result.get()), nullptr, 10);
    result_source rows(std::move(outcome.result));
    one.take(on, rows, written);
}

void refuse_in_pipeline(const std::string& sql) {
    refuse_transaction_control(sql, "in a pipeline");
    if (begins_with_word(sql, "copy"))
        throw query_error({.message = "execute: COPY does not run in a pipeline",
                           .query = sql,
                           .hint = "use copy_in, or execute of the session"});
}

std::exception_ptr not_run(const pipelined& one, std::size_t failed) {
    return std::make_exception_ptr(pipeline_aborted(
        {.message = fmt::format("{}: not run, since statement {} of its pipeline failed", one.what, failed + 1),
         .query = one.sql->text,
         .hint = "get() of that statement throws the cause"}));
}

}  // namespace
}  // namespace detail

void pipeline::run() {
    const auto all = std::exchange(all_, {});
    if (all.empty()) return;
    const detail::lease on = on_.lease();
    std::vector<detail::link::pipelined_statement> statements;
    for (const auto& one : all) {
        if (one->own) detail::refuse_in_pipeline(one->sql->text);
        statements.push_back(
            {*one->sql, one->own ? detail::unheld::is_error : detail::unheld::matches_nothing, one->what});
    }
    for (const auto& one : all) one->done = true;
    std::vector<detail::link::pipelined_outcome> outcomes;
    try {
        outcomes = on->run_pipelined(statements);
    } catch (...) {
        for (const auto& one : all) one->failure = std::current_exception();
        throw;
    }
    // The first that failed is told before the others, which refer to it.
    std::size_t cause = 0;
    while (cause < all.size() && !outcomes[cause].failure && outcomes[cause].result && !failed(outcomes[cause].result))
        ++cause;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!outcomes[i].failure && !outcomes[i].result) {
            all[i]->failure = detail::not_run(*all[i], cause);
            continue;
        }
        try {
            detail::take(*on, *all[i], outcomes[i]);
        } catch (...) {
            all[i]->failure = std::current_exception();
        }
    }
}

}  // namespace matview::inline v0
