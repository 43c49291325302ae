// Rows out of a PGresult: all of them are in memory when the first is given.
#pragma once

#include <memory>
#include <vector>

#include <matview/db/row_source.hpp>

#include "db/result.hpp"

namespace matview::inline v0::detail {

class result_source final : public row_source {
public:
    result_source(std::shared_ptr<void> lease, result_ptr result);

    const std::vector<column_shape>& columns() const override { return columns_; }
    const cell* next() override;
    void read_all(row_reader& into) override;
    std::size_t size_hint() const override { return static_cast<std::size_t>(rows_); }

private:
    std::shared_ptr<void> lease_;
    result_ptr result_;
    std::vector<column_shape> columns_;
    std::vector<cell> cells_;
    int row_ = 0;
    int rows_;
};

}  // namespace matview::inline v0::detail
