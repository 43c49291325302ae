#include "db/result_source.hpp"

#include <utility>

namespace matview::detail {

result_source::result_source(std::shared_ptr<void> lease, result_ptr result)
    : lease_(std::move(lease)), result_(std::move(result)), rows_(PQntuples(result_.get())) {
    const int count = PQnfields(result_.get());
    for (int i = 0; i < count; ++i) columns_.push_back({PQfname(result_.get(), i), PQftype(result_.get(), i)});
    cells_.resize(columns_.size());
}

const cell* result_source::next() {
    if (row_ == rows_) return nullptr;
    // In locals, since the calls below could change members for all that the compiler knows.
    const PGresult* const from = result_.get();
    const int row = row_++;
    const int count = static_cast<int>(cells_.size());
    cell* const cells = cells_.data();
    for (int column = 0; column < count; ++column) {
        const int size = PQgetlength(from, row, column);
        // NULL has length 0, as empty text has: only then is it asked for.
        cells[column].size = size == 0 && PQgetisnull(from, row, column) == 1 ? -1 : size;
        cells[column].data = PQgetvalue(from, row, column);
    }
    return cells;
}

}  // namespace matview::detail
