// How the cells of a result go into structs: one function pointer a column, made once a query.
#pragma once

#include <cstddef>
#include <vector>

#include <matview/db/read.hpp>
#include <matview/db/row_source.hpp>
#include <matview/query/state.hpp>

namespace matview::inline v0::detail {

class decode_plan {
public:
    /// One step for each column of the layout, chosen by the type that the result has there.
    decode_plan(const layout& asked, const std::vector<column_shape>& columns, const type_registry& types);

    /// Cells whose type the field does not read. A plan that has any must not be used.
    const std::vector<std::size_t>& refused() const noexcept { return refused_; }

private:
    friend class row_reader;

    struct row_step {
        std::size_t parent;
        std::size_t key_offset;  // of the foreign key in the parent's row
        std::size_t key_cell;
        join_calls calls;
        std::size_t first, last;  // its steps
    };

    std::vector<row_step> rows_;
    std::vector<decode_step> steps_;
    std::vector<std::size_t> refused_;
};

/// A row whose cells lie side by side.
struct cells_side_by_side {
    const cell* cells;
    const cell& operator()(std::size_t i) const noexcept { return cells[i]; }
};

/// Decodes row after row by a plan, each into a new row of the sink.
class row_reader {
public:
    row_reader(const decode_plan& plan, const row_sink& sink);

    /// Before the first row: makes room for so many, as far as that is known.
    void expect(std::size_t rows) {
        sink_.reserve(sink_.rows, rows);
        const decode_plan::row_step* row = plan_.rows_.data();
        for (related_place& place : related_) place.store.expect(rows, (++row)->calls.row_size);
    }
    /// The next row; `cell_at(i)` gives its cell i. Throws what a codec throws: row() and cell() then say where.
    template <class CellAt> void read(const CellAt& cell_at) {
        ++row_;
        void* const own = sink_.add(sink_.rows);
        decode(0, plan_.rows_.front().last, cell_at, own);
        if (!related_.empty()) decode_related(cell_at, own);
    }
    std::size_t row() const noexcept { return row_; }
    std::size_t cell() const noexcept { return static_cast<std::size_t>(at_ - plan_.steps_.data()); }

private:
    template <class CellAt> void decode(std::size_t first, std::size_t last, const CellAt& cell_at, void* target) {
        const decode_step* step = plan_.steps_.data() + first;
        for (std::size_t i = first; i != last; ++i, ++step) {
            const matview::cell value = cell_at(i);
            at_ = step;
            step->decode(value, static_cast<char*>(target) + step->offset, *step);
        }
    }
    template <class CellAt> void decode_related(const CellAt& cell_at, void* own) {
        const decode_plan::row_step* row = plan_.rows_.data();
        for (related_place& place : related_) {
            ++row;
            place.row = nullptr;
            void* const parent = row->parent == 0 ? own : related_[row->parent - 1].row;
            if (!parent) continue;
            void* const key = static_cast<char*>(parent) + row->key_offset;
            const matview::cell value = cell_at(row->key_cell);
            if (value.is_null()) {
                row->calls.mark_missing(key);
            } else if ((place.row = row->calls.begin_row(key, place.store))) {
                // Its key is at hand already.
                decode(row->first, row->key_cell, cell_at, place.row);
                decode(
                    row->key_cell, row->key_cell + 1, [&](std::size_t) { return value; }, place.row);
                decode(row->key_cell + 1, row->last, cell_at, place.row);
            }
        }
    }

    struct related_place {
        void* row = nullptr;  // of the result's row that is read; null where it is not there
        related_store store;
    };

    const decode_plan& plan_;
    const row_sink& sink_;
    std::vector<related_place> related_;  // for the plan's rows but the first
    std::size_t row_ = 0;
    const decode_step* at_ = nullptr;
};

}  // namespace matview::inline v0::detail
