#include "db/plan.hpp"

#include <utility>

namespace matview::inline v0::detail {

decode_plan::decode_plan(const layout& asked, const std::vector<column_shape>& columns, const type_registry& types) {
    rows_.reserve(asked.rows.size());
    for (const layout_row& row : asked.rows)
        rows_.push_back({row.parent, row.join.key ? row.join.key->offset : 0, row.key_cell, row.join.calls, 0, 0});
    steps_.reserve(asked.columns.size());
    for (std::size_t i = 0; i < asked.columns.size(); ++i) {
        const column_info& column = *asked.columns[i].column;
        row_step& row = rows_[asked.columns[i].row];
        if (row.last == 0) row.first = i;
        row.last = i + 1;
        // A foreign key's wrapper handles NULL itself and hands plain values on.
        decode_step step;
        if (i < columns.size())
            step = make_step(*column.codec, columns[i].type, column.optional && !column.key_wrapper, types);
        if (!step.decode) refused_.push_back(i);
        step.offset = column.offset;
        step.relation = column.relation;
        if (column.key_wrapper) step.inner = std::exchange(step.decode, column.key_wrapper);
        steps_.push_back(std::move(step));
    }
}

row_reader::row_reader(const decode_plan& plan, const row_sink& sink)
    : plan_(plan), sink_(sink), related_(plan.rows_.size() - 1) {}

}  // namespace matview::inline v0::detail
