// The plan of a query's rows, kept with its prepared statement for when it is read again.
#pragma once

#include <memory>
#include <vector>

#include <matview/db/row_source.hpp>
#include <matview/query/state.hpp>

#include "db/plan.hpp"

namespace matview::inline v0::detail {

class link;

struct kept_plan {
    // What it is for: the same text may be asked by two models, and its columns may have got other types.
    std::shared_ptr<const layout> asked;
    std::vector<oid> types;
    decode_plan plan;
};
using plan_ptr = std::shared_ptr<const kept_plan>;

/// The plan that was kept for that layout; null where there is none. It is for rows of its types only.
plan_ptr find_plan(link& on, const rendered& query);
/// The plan for the rows that came, checked as checked_plan does: the one that was kept, or made anew. Kept where all types are built in, whose
/// meaning never changes. Throws mapping_error.
plan_ptr plan_for(link& on, const rendered& query, const row_source& rows);

}  // namespace matview::inline v0::detail
