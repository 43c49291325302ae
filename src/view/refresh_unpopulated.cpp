#include <algorithm>
#include <cstdlib>
#include <set>

#include <matview/error.hpp>
#include <matview/view/populated.hpp>
#include <matview/view/refresh.hpp>
#include "db/catalog.hpp"
#include "db/link.hpp"

namespace matview::inline v0::detail {
namespace {

struct empty_view {
    const model_info* model;
    oid id;
    std::size_t depth = 0;  // how many of the empty views it reads, itself included
};

// The relations that a view reads, also through other views, and the view itself.
std::set<oid> read_by(link& at, oid view) {
    constexpr const char* sql = R"sql(
WITH RECURSIVE below AS (
    SELECT $1::pg_catalog.oid AS id
    UNION
    SELECT d.refobjid
    FROM below
    JOIN pg_catalog.pg_rewrite AS r ON r.ev_class OPERATOR(pg_catalog.=) below.id
    JOIN pg_catalog.pg_depend AS d ON d.objid OPERATOR(pg_catalog.=) r.oid
    WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_rewrite'::pg_catalog.regclass
      AND d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass)
SELECT id FROM below)sql";
    const result_ptr result = at.ask(sql, {std::to_string(view)}, "ensure_populated");
    std::set<oid> found;
    for (int row = 0; row < PQntuples(result.get()); ++row)
        found.insert(static_cast<oid>(std::strtoul(PQgetvalue(result.get(), row, 0), nullptr, 10)));
    return found;
}

std::vector<empty_view> find_empty(session& on, const std::vector<const model_info*>& models) {
    std::vector<empty_view> found;
    for (const model_info* model : models) {
        if (is_populated(on, *model)) continue;
        const oid id = read_facts(*on.lease(), model->relation).id;
        const bool known = std::any_of(found.begin(), found.end(), [&](const empty_view& v) { return v.id == id; });
        if (!known) found.push_back({model, id});
    }
    return found;
}

}  // namespace

std::vector<refresh_result> refresh_unpopulated(session& on, const std::vector<const model_info*>& models,
                                                const refresh_options& options) {
    std::vector<empty_view> views = find_empty(on, models);
    for (empty_view& view : views) {
        const std::set<oid> below = read_by(*on.lease(), view.id);
        view.depth = static_cast<std::size_t>(
            std::count_if(views.begin(), views.end(), [&](const empty_view& v) { return below.contains(v.id); }));
    }
    // A view that another one reads has fewer below it.
    std::stable_sort(views.begin(), views.end(),
                     [](const empty_view& a, const empty_view& b) { return a.depth < b.depth; });
    std::vector<refresh_result> done;
    for (const empty_view& view : views) done.push_back(refresh(on, *view.model, refresh_way::plain, options));
    return done;
}

}  // namespace matview::inline v0::detail
