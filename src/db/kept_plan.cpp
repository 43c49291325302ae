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

std::shared_ptr<const decode_plan> plan_for(link& on, const rendered& query, const row_source& rows) {
    if (const prepared_statement* const prepared = on.prepared(query.sql.text); prepared && prepared->plan) {
        const std::shared_ptr<const kept_plan>& kept = prepared->plan;
        if (kept->asked == query.layout && rows.has_types(kept->types)) return {kept, &kept->plan};
    }
    const std::vector<column_shape>& columns = rows.columns();
    std::vector<oid> types(columns.size());
    std::transform(columns.begin(), columns.end(), types.begin(), [](const column_shape& c) { return c.type; });
    decode_plan made = checked_plan(query.layout, columns, on, query.sql.text, query.what);
    const bool lasting = std::all_of(types.begin(), types.end(), [](oid type) { return type < first_of_users; });
    prepared_statement* const prepared = lasting ? on.prepared(query.sql.text) : nullptr;
    if (!prepared) return std::make_shared<const decode_plan>(std::move(made));
    const auto kept = std::make_shared<kept_plan>(kept_plan{query.layout, std::move(types), std::move(made)});
    prepared->plan = kept;
    return {kept, &kept->plan};
}

}  // namespace matview::inline v0::detail
