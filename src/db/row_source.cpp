#include <matview/db/row_source.hpp>

#include <algorithm>

#include "db/plan.hpp"

namespace matview::inline v0 {

bool row_source::has_types(const std::vector<oid>& types) const {
    const std::vector<column_shape>& own = columns();
    return std::equal(own.begin(), own.end(), types.begin(), types.end(),
                      [](const column_shape& column, oid type) { return column.type == type; });
}

void row_source::read_all(detail::row_reader& into) {
    while (const cell* cells = next()) into.read(detail::cells_side_by_side{cells});
}

}  // namespace matview::inline v0
