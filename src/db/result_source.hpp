// Rows out of a PGresult: all of them are in memory when the first is given.
#pragma once

#include <memory>
#include <vector>

#include <matview/db/row_source.hpp>

#include "db/result.hpp"

namespace matview::inline v0::detail {

std::vector<column_shape> columns_in(const PGresult* result);

/// For a row's cells: one more than there are columns, so that a row without any has an address too.
std::vector<cell> room_for(const std::vector<column_shape>& columns);

/// One value of a row, in the place that libpq keeps it.
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

class result_source final : public row_source {
public:
    explicit result_source(result_ptr result);

    const std::vector<column_shape>& columns() const override;
    bool has_types(const std::vector<oid>& types) const override;
    const cell* next() override;
    void read_all(row_reader& into) override;
    std::size_t size_hint() const override { return static_cast<std::size_t>(rows_); }

private:
    result_ptr result_;
    mutable std::vector<column_shape> columns_;  // made when they are asked for
    std::vector<cell> cells_;
    int row_ = 0;
    int rows_;
};

}  // namespace matview::inline v0::detail
