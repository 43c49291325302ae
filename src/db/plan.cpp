#include "db/plan.hpp"

namespace matview::detail {

decode_plan::decode_plan(const layout& asked, const std::vector<column_shape>& columns, const type_registry& types) {
    for (const layout_row& row : asked.rows)
        rows_.push_back({row.parent, row.join.key ? row.join.key->offset : 0, row.key_cell, row.join.calls.begin_row,
                         row.join.calls.mark_missing, 0, 0});
    steps_.reserve(asked.columns.size());
    for (std::size_t i = 0; i < asked.columns.size(); ++i) {
        const column_info& column = *asked.columns[i].column;
        row_step& row = rows_[asked.columns[i].row];
        if (row.last == 0) row.first = i;
        row.last = i + 1;
        // A foreign key's wrapper handles NULL itself and hands plain values on.
        const decode_fn read =
            i < columns.size() ? column.codec->decoder(columns[i].type, column.optional && !column.key_wrapper, types)
                               : nullptr;
        if (!read) refused_.push_back(i);
        decode_step step{read,          nullptr,        &types, i < columns.size() ? columns[i].type : 0,
                         column.offset, column.relation};
        if (column.key_wrapper) {
            step.inner = read;
            step.decode = column.key_wrapper;
        }
        steps_.push_back(step);
    }
}

void decode_cursor::decode(const matview::cell* cells, void* row) {
    const decode_step* const steps = plan_.steps_.data();
    places_[0] = row;
    for (std::size_t r = 0; r < plan_.rows_.size(); ++r) {
        const decode_plan::row_step& here = plan_.rows_[r];
        if (r != 0) {
            void* parent = places_[here.parent];
            if (!parent) {
                places_[r] = nullptr;
                continue;
            }
            void* key = static_cast<char*>(parent) + here.key_offset;
            if (cells[here.key_cell].is_null()) {
                here.mark_missing(key);
                places_[r] = nullptr;
                continue;
            }
            places_[r] = here.begin_row(key);
            if (!places_[r]) continue;
        }
        char* const target = static_cast<char*>(places_[r]);
        const matview::cell* value = cells + here.first;
        const decode_step* const end = steps + here.last;
        for (const decode_step* step = steps + here.first; step != end; ++step, ++value) {
            at_ = step;
            step->decode(*value, target + step->offset, *step);
        }
    }
}

}  // namespace matview::detail
