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
    const PGresult* from = result_.get();
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const int column = static_cast<int>(i);
        const int size = PQgetlength(from, row_, column);
        // NULL has length 0, as empty text has: only then is it asked for.
        cells_[i].size = size == 0 && PQgetisnull(from, row_, column) == 1 ? -1 : size;
        cells_[i].data = PQgetvalue(from, row_, column);
    }
    ++row_;
    return cells_.data();
}

}  // namespace matview::detail
