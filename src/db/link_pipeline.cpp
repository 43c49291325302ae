// link: several statements in one round trip, https://www.postgresql.org/docs/current/libpq-pipeline-mode.html
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "db/in_settings.hpp"
#include "db/link.hpp"
#include "db/overtaken.hpp"

namespace matview::inline v0::detail {

struct link::to_pipeline {
    pipelined_statement asked;
    bool known = false;     // from before, so that it can be out of date
    std::string name = {};  // of the prepared statement; empty: it is sent whole
    std::vector<oid> parameters = {};
    std::vector<column_shape> columns =
        {};  // behind a pooler, where the server keeps no statement that it could refuse
    std::unique_ptr<bound_parameters> bound = {};
    std::exception_ptr refused = {};  // by the server, when it was to be prepared: it is parsed once more, in its place

    bool was_parsed_only() const { return refused && !asked.sql.parameters.empty(); }
};

// What the server refuses before it is run fails in its place, behind those before it. In a transaction it must not fail that before they ran.
void link::prepare_pipelined(to_pipeline& one) {
    const auto& [sql, rule, what] = one.asked;
    prepared_statement* const kept = statements_.find(sql.text);
    one.known = kept != nullptr;
    const bool guarded = !one.known && in_transaction() && !transaction_failed();
    const std::string savepoint = guarded ? fmt::format("matview_{}", next_savepoint()) : std::string();
    if (guarded) static_cast<void>(run("SAVEPOINT " + savepoint, what));
    try {
        const prepared_statement& made = prepare(sql, rule, what, kept);
        one.name = made.name;
        one.parameters = made.parameters;
        if (options_.pooled) one.columns = made.columns;
    } catch (const server_error&) {
        if (!usable()) throw;
        one.refused = std::current_exception();
        if (guarded) undo("ROLLBACK TO SAVEPOINT " + savepoint, what);
    }
    if (guarded) static_cast<void>(run("RELEASE SAVEPOINT " + savepoint, what));
    if (one.refused && exchange_.verb_is_cancelled()) std::rethrow_exception(one.refused);
    if (one.refused) return;
    try {
        one.bound = std::make_unique<bound_parameters>();
        one.bound->bind(sql, one.parameters, rule, types_, what);
    } catch (const error&) {  // its place may have another type by now
        if (!one.known || !usable() || transaction_failed()) throw;
        types_.forget();
        forget(sql.text, true);
        prepare_pipelined(one);
    }
}

// It may have had to make room for another statement of the same pipeline.
bool link::is_kept(const to_pipeline& one) {
    if (one.name.empty()) return false;
    const prepared_statement* const kept = statements_.find(one.asked.sql.text);
    return kept && kept->name == one.name;
}

bool link::send_pipelined(const std::vector<to_pipeline>& all) {
    PGconn* const c = raw();
    if (PQenterPipelineMode(c) != 1) return false;
    for (const to_pipeline& one : all) {
        const std::string& text = one.asked.sql.text;
        int sent = 0;
        if (one.was_parsed_only())
            sent = PQsendPrepare(c, "", text.c_str(), 0, nullptr);
        else if (one.refused)  // one before it may make what it needs
            sent = PQsendQueryParams(c, text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1);
        else
            sent = send(text, is_kept(one) ? one.name.c_str() : "", one.parameters, *one.bound);
        if (sent != 1) return false;
    }
    return PQpipelineSync(c) == 1;
}

// Each statement's result, and behind them what the commit failed with, if it did.
std::vector<result_ptr> link::receive_pipelined(const std::vector<pipelined_statement>& all, const sent& about) {
    std::vector<result_ptr> came(all.size() + 1);
    std::size_t at = 0;
    while (usable()) {
        result_ptr next = exchange_.next(about);
        if (!next) {  // behind each statement
            if (at < all.size() && came[at]) ++at;
            continue;
        }
        const ExecStatusType status = PQresultStatus(next.get());
        if (status == PGRES_PIPELINE_SYNC) break;
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            exchange_.close();  // libpq has no way out of it
            return came;
        }
        if (came[at] && failed(came[at])) continue;  // the first failure is the cause
        came[at] = std::move(next);
        const bool was_run = at < all.size() && PQresultStatus(came[at].get()) != PGRES_PIPELINE_ABORTED;
        if (!was_run) continue;
        const auto& [sql, rule, what] = all[at];
        exchange_.end_one(
            {.text = sql.text, .what = what, .parameters = sql.parameters.size(), .own = rule == unheld::is_error},
            came[at].get());
    }
    return came;
}

std::vector<link::pipelined_outcome> link::attempt_pipelined(const std::vector<pipelined_statement>& all,
                                                             bool& outdated) {
    std::vector<pipelined_outcome> outcomes(all.size());
    in_settings scope(*this, "pipeline", {});
    types_.begin_statement();
    std::vector<to_pipeline> each;
    each.reserve(all.size());
    for (const pipelined_statement& asked : all) try {
            prepare_pipelined(each.emplace_back(to_pipeline{asked}));
        } catch (const error&) {  // a value that cannot be sent: then nothing is
            if (!usable()) throw;
            outcomes[each.size() - 1].failure = std::current_exception();
            return outcomes;
        }

    const std::string text = fmt::format("a pipeline of {} statements", all.size());
    const sent about{text, "pipeline"};
    exchange_.begin(about, cancellable::own);
    const bool was_sent = send_pipelined(each);
    std::vector<result_ptr> came = was_sent ? receive_pipelined(all, about) : std::vector<result_ptr>(all.size() + 1);
    const auto failure = std::find_if(came.begin(), came.end(), [](const result_ptr& r) { return r && failed(r); });
    const PGresult* const cause = failure == came.end() ? nullptr : failure->get();
    PQexitPipelineMode(raw());
    exchange_.end_pipeline(cause);
    if (!was_sent || !usable()) fail(cause, "pipeline", text);
    if (came.back()) fail(came.back().get(), "pipeline: committing", text);

    const auto first = static_cast<std::size_t>(failure - came.begin());
    if (cause) outdated = is_outdated(each[first], cause);
    for (std::size_t i = 0; i < all.size() && i <= first; ++i) {
        outcomes[i].result = std::move(came[i]);
        outcomes[i].failure = each[i].was_parsed_only() ? each[i].refused : nullptr;
        if (i < first) check_columns(each[i], outcomes[i]);
    }
    if (!cause) scope.done();
    deliver_notices();
    return outcomes;
}

// Behind a pooler the parameters' types are out of date when the result's are.
void link::check_columns(const to_pipeline& one, pipelined_outcome& outcome) {
    const auto& [sql, rule, what] = one.asked;
    if (!options_.pooled || !one.known || rule == unheld::is_error || one.refused) return;
    if (gives_columns(outcome.result.get(), one.columns)) return;
    forget(sql.text, true);
    try {
        throw_changed("its columns have other types", {}, what, sql.text, "run it again: it is then prepared anew");
    } catch (const error&) {
        outcome.failure = std::current_exception();
    }
}

// Then it is prepared anew the next time.
bool link::is_outdated(const to_pipeline& one, const PGresult* failure) {
    if (tells_of_lost_label(failure) && types_.forget_labels()) return true;
    if (!one.known) return false;
    const std::string state = sqlstate_of(failure);
    const bool changed = tells_of_change(state) || tells_of_lost_type(state);
    if (tells_of_lost_type(state)) types_.forget();
    if (!changed && state != "26000") return false;
    forget(one.asked.sql.text, changed);
    return true;
}

// All of them are one transaction, unless the caller has one: where one is out of date nothing has taken effect, and all are run once more.
std::vector<link::pipelined_outcome> link::run_pipelined(const std::vector<pipelined_statement>& all) {
    const exchange::whole_verb verb(exchange_);
    const bool nested = in_transaction();
    bool outdated = false;
    std::vector<pipelined_outcome> outcomes = attempt_pipelined(all, outdated);
    if (outdated && !nested) outcomes = attempt_pipelined(all, outdated);
    return outcomes;
}

}  // namespace matview::inline v0::detail
