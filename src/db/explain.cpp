#include "db/explain.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "db/catalog.hpp"
#include "db/link.hpp"

namespace matview::inline v0::detail {
namespace {

std::string type_name_of(oid type, const type_registry& types) {
    const type_info* info = types.find(type);
    return info ? info->name : fmt::format("type {}", type);
}

}  // namespace

void explain(link& on, const layout& asked, const server_error& failure) {
    const std::string& state = failure.sqlstate();
    if (state != "42703" && state != "42P01" && state != "55000" && state != "42501") return;
    error_context context = failure.context();
    if (on.transaction_failed()) {
        if (state == "42703") throw mapping_error(std::move(context));
        return;
    }
    if (state == "42501") {
        for (const layout_row& row : asked.rows) {
            const relation_facts facts = read_facts(on, row.model->relation);
            if (facts.id != 0 && facts.may_select && facts.may_use_schema) continue;
            context.hint = fmt::format("db.verify<{}>() gives the GRANT that is missing", row.model->name);
            throw insufficient_privilege(std::move(context));
        }
        return;
    }
    std::vector<problem> problems;
    for (const layout_row& row : asked.rows) {
        const relation_facts facts = read_facts(on, row.model->relation);
        if (facts.id == 0) {
            if (state == "42P01") {
                context.hint = absent_relation(*row.model).mend;
                throw undefined_relation(std::move(context));
            }
            continue;
        }
        if (state == "55000" && facts.kind == 'm' && !facts.populated) {
            context.hint = fmt::format("it holds no data yet: db.refresh<{}>()", row.model->name);
            throw not_populated(std::move(context));
        }
        const auto found = column_problems(*row.model, facts, on.types());
        problems.insert(problems.end(), found.begin(), found.end());
    }
    if (problems.empty()) {
        if (state == "42703")
            throw mapping_error(std::move(context));  // of a related row that is filtered by, and not read
        return;
    }
    context.detail.clear();
    throw mapping_error(std::move(context), std::move(problems));
}

decode_plan checked_plan(const layout& asked, const std::vector<column_shape>& columns, link& on,
                         const std::string& sql, std::string_view what) {
    for (int attempt = 0;; ++attempt) {
        if (columns.size() != asked.columns.size() + asked.behind)
            throw mapping_error({.message = fmt::format("{}: the result has {} columns, not {}", what, columns.size(),
                                                        asked.columns.size() + asked.behind),
                                 .query = sql});
        decode_plan plan(asked, columns, on.types());
        if (plan.refused().empty()) return plan;
        if (attempt == 0) {
            on.types().forget();  // a type may have been dropped and made again
            continue;
        }
        std::vector<problem> problems;
        for (const std::size_t cell : plan.refused()) {
            const layout_column& column = asked.columns[cell];
            const oid type = columns[cell].type;
            for (problem& p : wrong_type(*asked.rows[column.row].model, *column.column, type_name_of(type, on.types()),
                                         type, on.types()))
                problems.push_back(std::move(p));
        }
        throw mapping_error({.message = std::string(what) + ": the struct and the result differ", .query = sql},
                            std::move(problems));
    }
}

}  // namespace matview::inline v0::detail
