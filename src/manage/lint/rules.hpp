// What can be told of a materialized view from the catalog alone.
#pragma once

#include <vector>

#include "manage/catalog.hpp"
#include "manage/definition/definitions.hpp"
#include "manage/lint/finding.hpp"

namespace matview::inline v0::managing {

/// Where a rule looks.
struct subject {
    catalog& from;
    definitions& known;
    const found_relation& view;
};

/// Values that each refresh makes anew, so that a concurrent one rewrites every row: now(), random().
std::vector<finding> changing_output(const subject& of);
/// What depends on the time zone of the session that refreshes: current_date, casts from timestamptz.
std::vector<finding> time_zone(const subject& of);
/// Functions that leave schemas to the search_path, which a refresh does not have from PostgreSQL 17 on.
std::vector<finding> unqualified_names(const subject& of);
/// What the owner, as whom a refresh runs, may not read or call.
std::vector<finding> owner_rights(const subject& of);
/// NULLs in the columns of usable unique indexes: a concurrent refresh rewrites those rows each time.
std::vector<finding> null_keys(const subject& of);
/// No index that a concurrent refresh can use, and which one would do.
std::vector<finding> unique_index(const subject& of);

}  // namespace matview::inline v0::managing
