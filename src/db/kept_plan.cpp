#include "db/kept_plan.hpp"

#include <algorithm>
#include <utility>

#include "db/explain.hpp"
#include "db/link.hpp"

namespace matview::inline v0::detail {
namespace {

// FirstNormalObjectId in src/include/access/transam.h: those below were made by initdb.
constexpr oid first_of_users = 16384;

}  // namespace

plan_ptr find_plan(link& on, const rendered& query) {
    const prepared_statement* const prepared = on.prepared(query.sql.text);
    if (!prepared || !prepared->plan) return nullptr;
    const layout& asked = *prepared->plan->asked;
    return &asked == query.layout.get() || asked == *query.layout ? prepared->plan : nullptr;
}

plan_ptr plan_for(link& on, const rendered& query, const row_source& rows) {
    if (plan_ptr kept = find_plan(on, query); kept && rows.has_types(kept->types)) return kept;
    const std::vector<column_shape>& columns = rows.columns();
    std::vector<oid> types(columns.size());
    std::transform(columns.begin(), columns.end(), types.begin(), [](const column_shape& c) { return c.type; });
    decode_plan made = checked_plan(*query.layout, columns, on, query.sql.text, query.what());
    const bool lasting = std::all_of(types.begin(), types.end(), [](oid type) { return type < first_of_users; });
    auto plan = std::make_shared<const kept_plan>(kept_plan{query.layout, std::move(types), std::move(made)});
    if (prepared_statement* const prepared = lasting ? on.prepared(query.sql.text) : nullptr) prepared->plan = plan;
    return plan;
}

}  // namespace matview::inline v0::detail
