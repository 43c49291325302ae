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
    bool is_null(std::size_t i) const noexcept { return cells[i].is_null(); }
};

/// Decodes row after row by a plan, each into a new row of the sink.
class row_reader {
public:
    /// `expected` rows, as far as that is known.
    row_reader(const decode_plan& plan, const row_sink& sink, std::size_t expected);

    /// The next row; `cell_at(i)` gives its cell i, and `cell_at.is_null(i)` only whether that is NULL. Throws what a codec throws: row() and cell() then say where.
    template <class CellAt> void read(const CellAt& cell_at) {
        ++row_;
        void* const own = sink_.add(sink_.rows);
        decode(0, plan_.rows_.front().last, cell_at, own);
        if (places_.size() > 1) decode_related(cell_at, own);
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
        places_[0].row = own;
        for (std::size_t r = 1; r < places_.size(); ++r) {
            const decode_plan::row_step& row = plan_.rows_[r];
            void*& made = places_[r].row = related_row(r, cell_at.is_null(row.key_cell));
            if (made) decode(row.first, row.last, cell_at, made);
        }
    }
    /// Where the related row goes, of the plan's row r; null where there is none, as without a key.
    void* related_row(std::size_t r, bool without_key);

    // Of the rows that one result row fills.
    struct place {
        explicit place(std::size_t expected) : related(expected) {}
        void* row = nullptr;  // null where a related one is not there
        related_store related;
    };

    const decode_plan& plan_;
    const row_sink& sink_;
    std::vector<place> places_;
    std::size_t row_ = 0;
    const decode_step* at_ = nullptr;
};

}  // namespace matview::inline v0::detail
