#include "view/refresh_errors.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include <matview/query/identifier.hpp>
#include "db/catalog.hpp"
#include "view/atomic.hpp"
#include "view/indexes.hpp"
#include "view/kind.hpp"
#include "view/lock_holders.hpp"
#include "view/read_relations.hpp"

namespace matview::inline v0::detail {
namespace {

[[noreturn]] void throw_no_unique_index(error_context context, const model_info& model, std::string_view schema) {
    const std::string mend = key_index_sql(model, schema);
    context.hint = mend.empty() ? "create a unique index over the columns that identify a row" : mend;
    throw no_usable_unique_index(std::move(context));
}

std::string right_that_is_missing(const link& on, const model_info& model, bool concurrently,
                                  const relation_facts& facts) {
    const std::string owner = quoted(facts.owner);
    if (!facts.may_refresh && on.server_version() >= 170000)
        return fmt::format("refresh as its owner {}, or GRANT MAINTAIN ON {} TO the user", owner,
                           quoted(model.relation));
    if (!facts.may_refresh) return fmt::format("refresh as its owner {}, or as a member of that role", owner);
    if (concurrently && !facts.owner_may_make_temp)
        return fmt::format("the owner makes a temporary table: GRANT TEMPORARY ON DATABASE {} TO {}",
                           quoted(facts.database), owner);
    return fmt::format("a refresh runs as the owner {}, who lacks a right on what the definition reads", owner);
}

std::string what_is_empty(link& on, oid view) {
    std::string names;
    int count = 0;
    for (const read_relation& one : read_by_refresh(on, view))
        if (one.kind == 'm' && !one.populated) names.append(count++ == 0 ? "" : ", ").append(one.name);
    switch (count) {
        case 0:
            return "a materialized view that a function in the definition reads holds no data yet: refresh that one "
                   "first";
        case 1:
            return fmt::format("the definition reads {}, which holds no data yet: refresh that one first", names);
        default:
            return fmt::format("the definition reads {}, which hold no data yet: refresh these first", names);
    }
}

}  // namespace

void explain(link& on, const model_info& model, bool concurrently, const server_error& failure) {
    const std::string& state = failure.sqlstate();
    error_context context = failure.context();
    if (state == "21000" || state == "23505") {
        context.hint =
            "two new rows are equal, or have the same key: mend the definition so that its unique columns are unique";
        if (keeps_one_snapshot(on)) {
            context.retryable = true;
            context.hint =
                "if another session has refreshed the view since this transaction's snapshot: run the transaction "
                "again "
                "from its start; else " +
                context.hint;
        }
        throw duplicate_rows(std::move(context));
    }
    if (state != "42P01" && state != "42809" && state != "0A000" && state != "55000" && state != "42501") return;
    const relation_facts facts = read_facts(on, model.relation);
    if (facts.id == 0) {
        context.hint = absent_relation(model).mend;
        throw undefined_relation(std::move(context));
    }
    if (facts.kind != 'm') {
        context.hint = fmt::format("{} is {}; only a materialized view is refreshed", display_name(model.relation),
                                   kind_name(facts.kind));
        throw wrong_relation_kind(std::move(context));
    }
    if (state == "42P01") {
        context.hint =
            "it is the definition, or a function in it, that names this relation. From PostgreSQL 17 on a refresh runs "
            "with the search_path pg_catalog, pg_temp: name the schema in the function, or SET search_path on it";
        throw undefined_relation(std::move(context));
    }
    if (state == "42501") {
        context.hint = right_that_is_missing(on, model, concurrently, facts);
        throw insufficient_privilege(std::move(context));
    }
    if (concurrently && !facts.populated) {
        context.hint = fmt::format(
            "{} holds no data yet: {} once", display_name(model.relation),
            model.name.empty() ? "REFRESH it without CONCURRENTLY" : fmt::format("db.refresh<{}>()", model.name));
        throw not_populated(std::move(context));
    }
    if (concurrently && !facts.has_usable_unique_index) throw_no_unique_index(std::move(context), model, facts.schema);
    if (state == "55000") {
        context.hint = what_is_empty(on, facts.id);
        throw not_populated(std::move(context));
    }
}

void throw_lock_not_had(link& on, const model_info& model, const failed_wait& wait, const lock_timeout& failure) {
    error_context context = failure.context();
    std::vector<lock_holder> holders;
    if (wait.flight) {
        holders = holders_of_flight(on, *wait.flight);
        context.message = fmt::format("{}: another refresh of it was still under way after {} ms", wait.what,
                                      wait.patience.passed().count());
        context.hint = "allow more time, or let it be skipped where one is under way";
    } else {
        if (const oid view = read_facts(on, model.relation).id) holders = holders_of_view(on, view, wait.concurrently);
        if (wait.patience.budgeted())
            context.message = fmt::format("{}: its lock was not had by {} within {} ms", wait.what,
                                          wait.attempts == 1 ? "1 attempt" : fmt::format("{} attempts", wait.attempts),
                                          wait.patience.passed().count());
        context.hint =
            wait.concurrently
                ? "allow more time, or end what is in the way"
                : "allow more time, end what is in the way, or refresh concurrently, which does not wait for readers";
    }
    context.message += holders.empty() ? "; who held it is gone" : "; " + listed(holders);
    throw lock_timeout(std::move(context));
}

}  // namespace matview::inline v0::detail
