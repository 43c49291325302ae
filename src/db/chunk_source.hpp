// Rows as results of some hundred, or of one: for many rows of a query with parameters, which COPY does not take.
#pragma once

#include <string_view>
#include <vector>

#include "db/arriving_source.hpp"

namespace matview::inline v0::detail {

class chunk_source final : public arriving_source {
public:
    /// Runs the statement; the first rows are there.
    chunk_source(link& on, const statement& sql, unheld rule, std::string_view what, bool undoable,
                 std::size_t expected, columns_check check);
    ~chunk_source() override { give_up(); }

    const cell* next() override;
    void read_all(row_reader& into) override;
    std::size_t size_hint() const override { return expected_; }

private:
    bool receive();
    void take(result_ptr result);

    std::size_t expected_;
    result_ptr chunk_;
    int row_ = 0, rows_ = 0;
    std::vector<cell> cells_;
};

}  // namespace matview::inline v0::detail
