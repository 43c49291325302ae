#include <matview/db/row_source.hpp>

#include "db/plan.hpp"

namespace matview::inline v0 {

void row_source::read_all(detail::row_reader& into) {
    while (const cell* cells = next()) into.read([cells](std::size_t i) { return cells[i]; });
}

}  // namespace matview::inline v0
