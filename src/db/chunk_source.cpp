#include "db/chunk_source.hpp"

#include <utility>

#include "db/chunks.hpp"
#include "db/plan.hpp"
#include "db/result_source.hpp"

namespace matview::inline v0::detail {
namespace {

constexpr int rows_a_chunk = 256;

statement_event::source way() noexcept {
    return has_chunked_rows() ? statement_event::source::chunked : statement_event::source::single_row;
}

}  // namespace

chunk_source::chunk_source(link& on, const statement& sql, unheld rule, std::string_view what, bool undoable,
                           std::size_t expected, columns_check check)
    : arriving_source(on, sql, what, way(), {.undoable = undoable}), expected_(expected) {
    result_ptr first = on_.open_chunks(sql, rule, about(), rows_a_chunk, check);
    opened();
    columns_ = columns_in(first.get());
    cells_ = room_for(columns_);
    take(std::move(first));
}

// A part of the rows, or the result behind the last part, which has none.
void chunk_source::take(result_ptr result) {
    const bool is_part = is_chunk(result.get());
    const ExecStatusType status = PQresultStatus(result.get());
    if (!is_part && status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) fail(std::move(result));
    row_ = 0;
    rows_ = PQntuples(result.get());
    on_.wire().count(static_cast<std::uint64_t>(rows_), PQresultMemorySize(result.get()));
    chunk_ = std::move(result);
    if (is_part) return;
    while (on_.wire().next(about())) continue;
    finish(chunk_.get());
}

// False behind the last row.
bool chunk_source::receive() {
    while (!ended() && row_ == rows_) {
        check_reading();
        take(on_.wire().next(about()));
    }
    return row_ < rows_;
}

const cell* chunk_source::next() {
    if (row_ == rows_ && !receive()) return nullptr;
    const cells_of cell_at{chunk_.get(), row_++};
    for (std::size_t i = 0; i < columns_.size(); ++i) cells_[i] = cell_at(i);
    return cells_.data();
}

void chunk_source::read_all(row_reader& into) {
    while (receive())
        while (row_ < rows_) into.read(cells_of{chunk_.get(), row_++});
}

}  // namespace matview::inline v0::detail
