// How the cells of a result go into structs: one function pointer a column, made once a query.
#pragma once

#include <cstddef>
#include <vector>

#include <matview/db/row_source.hpp>
#include <matview/query/state.hpp>

namespace matview::detail {

class decode_plan {
public:
    /// One step for each column of the layout, chosen by the type that the result has there.
    decode_plan(const layout& asked, const std::vector<column_shape>& columns, const type_registry& types);

    /// Cells whose type the field does not read. A plan that has any must not be used.
    const std::vector<std::size_t>& refused() const noexcept { return refused_; }

private:
    friend class decode_cursor;

    struct row_step {
        std::size_t parent;
        std::size_t key_offset;  // of the foreign key in the parent's row
        std::size_t key_cell;
        void* (*begin_row)(void* field);
        void (*mark_missing)(void* field);
        std::size_t first, last;  // its steps
    };

    std::vector<row_step> rows_;
    std::vector<decode_step> steps_;
    std::vector<std::size_t> refused_;
};

/// Decodes row after row by a plan.
class decode_cursor {
public:
    explicit decode_cursor(const decode_plan& plan)
        : plan_(plan), places_(plan.rows_.size()), at_(plan.steps_.data()) {}

    /// Throws what a codec throws; `cell` then says at which cell.
    void decode(const cell* cells, void* row);
    std::size_t cell() const noexcept { return static_cast<std::size_t>(at_ - plan_.steps_.data()); }

private:
    const decode_plan& plan_;
    std::vector<void*> places_;  // of the rows that one result row fills; null where a related one is not there
    const decode_step* at_;
};

}  // namespace matview::detail
