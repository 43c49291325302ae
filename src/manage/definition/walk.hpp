// Ways through a view's definition.
#pragma once

#include <cstdint>
#include <functional>

#include "manage/definition/definitions.hpp"

namespace matview::inline v0::managing {

/// Calls call(n) for each node of a view's definition, and of those of the plain views that it reads.
void for_each_node(definitions& known, std::int64_t view, const std::function<void(const node&)>& call);

/// Calls call(n) for each node that the values of the view's columns are made of, through subqueries, common table expressions and plain views, down to
/// the columns of tables; what only chooses rows is not among them. Where it returns false, what stands within is left out.
void for_each_output(definitions& known, std::int64_t view, const std::function<bool(const node&)>& call);

/// Calls call(of, read) for each relation that a view's definition reads, and for those that the plain views among them read.
void for_each_source(definitions& known, std::int64_t view,
                     const std::function<void(std::int64_t of, std::int64_t read)>& call);

}  // namespace matview::inline v0::managing
