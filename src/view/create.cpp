#include <matview/view/create.hpp>

#include <fmt/format.h>

#include <matview/query/identifier.hpp>
#include "db/catalog.hpp"
#include "db/link.hpp"
#include "view/atomic.hpp"
#include "view/indexes.hpp"

namespace matview::inline v0::detail {
namespace {

const char* keyword(const model_info& model) {
    return model.relation.kind == relation_kind::view ? "VIEW" : "MATERIALIZED VIEW";
}

// People end their SQL by a semicolon; within CREATE … AS it would end the statement too early.
std::string_view trimmed(std::string_view definition) {
    const auto end = definition.find_last_not_of("; \t\r\n");
    return definition.substr(0, end == definition.npos ? 0 : end + 1);
}

std::string view_sql(const model_info& model, const create_options& options) {
    std::string sql =
        fmt::format("CREATE {} {} AS\n{}\n", keyword(model), quoted(model.relation), trimmed(model.definition));
    if (model.relation.kind == relation_kind::materialized_view)
        sql += options.with_data ? "WITH DATA" : "WITH NO DATA";
    return sql;
}

void check_shape(link& on, const model_info& model, const std::string& sql) {
    const auto problems = column_problems(model, read_facts(on, model.relation), on.types());
    if (problems.empty()) return;
    throw mapping_error(
        {.message = fmt::format("create of {}: the struct and its definition differ, so nothing was created",
                                display_name(model.relation)),
         .query = sql},
        problems);
}

void run_one(link& on, const std::string& sql, const std::string& what) {
    static_cast<void>(on.ask(sql, {}, what));  // one statement only, as the protocol has it with parameters
}

}  // namespace

std::vector<std::string> create_statements(const model_info& model, const create_options& options) {
    std::vector<std::string> all{view_sql(model, options)};
    if (model.relation.kind != relation_kind::materialized_view) return all;
    if (std::string key = key_index_sql(model, model.relation.schema); !key.empty()) all.push_back(std::move(key));
    for (const index_info& index : model.indexes) all.push_back(index_sql(model, index, model.relation.schema));
    return all;
}

void create(session& on, const model_info& model, const create_options& options) {
    const std::string what = "create of " + display_name(model.relation);
    atomic work(on);
    link& at = *work.on().lease();
    const std::vector<std::string> statements = create_statements(model, options);
    try {
        for (const std::string& sql : statements) {
            run_one(at, sql, what);
            if (&sql == &statements.front()) check_shape(at, model, sql);
        }
    } catch (const already_exists& failure) {
        error_context context = failure.context();
        context.hint = fmt::format("nothing is replaced: call db.drop<{}>() first, or verify<{}>() what is there",
                                   model.name, model.name);
        throw already_exists(std::move(context));
    } catch (const server_error& failure) {
        if (failure.sqlstate() != "23505") throw;
        error_context context = failure.context();
        context.hint = "the primary key does not identify a row of the definition: group by it, or name another key";
        throw duplicate_rows(std::move(context));
    }
    work.commit();
}

void drop(session& on, const model_info& model, const drop_options& options) {
    const std::string sql =
        fmt::format("DROP {} {}{}", keyword(model), options.if_exists ? "IF EXISTS " : "", quoted(model.relation));
    atomic work(on);
    try {
        run_one(*work.on().lease(), sql, "drop of " + display_name(model.relation));
    } catch (const dependents_exist& failure) {
        error_context context = failure.context();
        context.hint = "drop what depends on it first; matview never cascades";
        throw dependents_exist(std::move(context));
    }
    work.commit();
}

}  // namespace matview::inline v0::detail
