// What a read that the server or the layout refused is about.
#pragma once

#include <string>
#include <string_view>

#include <matview/db/row_source.hpp>
#include <matview/error.hpp>
#include <matview/query/state.hpp>

#include "db/plan.hpp"

namespace matview::inline v0::detail {

class link;

/// Throws what the failure means for a model's query, as far as the catalog can still be asked; returns where it means nothing more.
void explain(link& on, const layout& asked, const server_error& failure);

/// The plan for the result that came, from that result's own types: what was checked before says nothing of it. Throws mapping_error.
decode_plan checked_plan(const layout& asked, const std::vector<column_shape>& columns, link& on,
                         const std::string& sql, std::string_view what);

}  // namespace matview::inline v0::detail
