#include "db/result_source.hpp"

#include <utility>

#include "db/plan.hpp"

namespace matview::inline v0::detail {
namespace {

struct cells_of {
    const PGresult* result;
    int row;

    // NULL has length 0, as empty text has: only then is it asked for.
    cell operator()(std::size_t i) const {
        const int column = static_cast<int>(i);
        int size = PQgetlength(result, row, column);
        if (size == 0 && PQgetisnull(result, row, column) == 1) size = -1;
        return {PQgetvalue(result, row, column), size};
    }
};

}  // namespace

result_source::result_source(std::shared_ptr<void> lease, result_ptr result)
    : lease_(std::move(lease)), result_(std::move(result)), rows_(PQntuples(result_.get())) {
    const int count = PQnfields(result_.get());
    columns_.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) columns_.push_back({PQfname(result_.get(), i), PQftype(result_.get(), i)});
}

const cell* result_source::next() {
    if (row_ == rows_) return nullptr;
    cells_.resize(columns_.size());
    const cells_of cell_at{result_.get(), row_++};
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] = cell_at(i);
    return cells_.data();
}

void result_source::read_all(row_reader& into) {
    for (int row = row_; row < rows_; ++row) into.read(cells_of{result_.get(), row});
    row_ = rows_;
}

}  // namespace matview::inline v0::detail
