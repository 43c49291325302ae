#include "db/result_source.hpp"

#include <utility>

#include "db/plan.hpp"

namespace matview::inline v0::detail {

std::vector<cell> room_for(const std::vector<column_shape>& columns) { return std::vector<cell>(columns.size() + 1); }

std::vector<column_shape> columns_in(const PGresult* result) {
    const int count = PQnfields(result);
    std::vector<column_shape> columns;
    columns.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) columns.push_back({PQfname(result, i), PQftype(result, i)});
    return columns;
}

result_source::result_source(result_ptr result) : result_(std::move(result)), rows_(PQntuples(result_.get())) {}

const std::vector<column_shape>& result_source::columns() const {
    if (columns_.empty()) columns_ = columns_in(result_.get());
    return columns_;
}

bool result_source::has_types(const std::vector<oid>& types) const {
    if (types.size() != static_cast<std::size_t>(PQnfields(result_.get()))) return false;
    for (std::size_t i = 0; i < types.size(); ++i)
        if (PQftype(result_.get(), static_cast<int>(i)) != types[i]) return false;
    return true;
}

const cell* result_source::next() {
    if (row_ == rows_) return nullptr;
    if (cells_.empty()) cells_ = room_for(columns());
    const cells_of cell_at{result_.get(), row_++};
    for (std::size_t i = 0; i + 1 < cells_.size(); ++i) cells_[i] = cell_at(i);
    return cells_.data();
}

void result_source::read_all(row_reader& into) {
    for (int row = row_; row < rows_; ++row) into.read(cells_of{result_.get(), row});
    row_ = rows_;
}

}  // namespace matview::inline v0::detail
