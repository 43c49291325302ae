#include "db/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "db/explain.hpp"
#include "db/kept_plan.hpp"
#include "db/link.hpp"
#include "db/placed_errors.hpp"

namespace matview::inline v0::detail {
namespace {

void read_all(const read_of& read, const decode_plan& plan, row_source& source, const row_sink& sink) {
    row_reader reader(plan, sink);
    reader.expect(source.size_hint());
    with_place(read, reader, [&] { source.read_all(reader); });
}

layout single_row_layout(const model_info& row) {
    layout made;
    made.rows.push_back({.model = &row});
    for (const column_info& column : row.columns) made.columns.push_back({&column, 0});
    return made;
}

std::string names_of(const std::vector<column_shape>& columns) {
    std::string names;
    for (const column_shape& c : columns) names.append(names.empty() ? "" : ", ").append(c.name);
    return names.empty() ? "none" : names;
}

// Rows of SQL that the user wrote hold columns in any order, and others beside: this view of them has those of the row type, in its order.
class named_columns final : public row_source {
public:
    named_columns(row_source& from, const model_info& row, const statement& sql) : from_(from) {
        std::vector<problem> absent;
        for (const column_info& column : row.columns) {
            const auto& all = from.columns();
            const auto found =
                std::find_if(all.begin(), all.end(), [&](const column_shape& c) { return c.name == column.name; });
            if (found == all.end()) {
                absent.push_back(
                    {.what = problem::kind::absent_column,
                     .relation = {},
                     .column = column.name,
                     .description = fmt::format("the result has no column {} for the field {}::{}; it has: {}",
                                                column.name, row.name, column.field, names_of(all)),
                     .mend = fmt::format("name it in the SQL: … AS {}", column.name)});
                continue;
            }
            columns_.push_back(*found);
            places_.push_back(static_cast<std::size_t>(found - all.begin()));
        }
        if (!absent.empty())
            throw mapping_error({.message = fmt::format("query into {}: the struct and the result differ", row.name),
                                 .query = sql.text},
                                std::move(absent));
        cells_.resize(places_.size());
    }
    const std::vector<column_shape>& columns() const override { return columns_; }
    const cell* next() override {
        const cell* cells = from_.next();
        if (!cells) return nullptr;
        for (std::size_t i = 0; i < places_.size(); ++i) cells_[i] = cells[places_[i]];
        return cells_.data();
    }
    std::size_t size_hint() const override { return from_.size_hint(); }

private:
    row_source& from_;
    std::vector<column_shape> columns_;
    std::vector<std::size_t> places_;
    std::vector<cell> cells_;
};

}  // namespace

void rows_into(link& on, const rendered& query, row_source& rows, const row_sink& sink) {
    const plan_ptr plan = plan_for(on, query, rows);
    read_all({*query.layout, query.sql.text, query.what()}, plan->plan, rows, sink);
}

void rows_into(link& on, const statement& sql, const model_info& row, row_source& rows, const row_sink& sink) {
    const std::string what = fmt::format("query into {}", row.name);
    named_columns source(rows, row, sql);
    const layout asked = single_row_layout(row);
    const decode_plan plan = checked_plan(asked, source.columns(), on, sql.text, what);
    read_all({asked, sql.text, what}, plan, source, sink);
}

void rows_into(link& on, const statement& sql, const column_info& column, row_source& rows, const row_sink& sink) {
    if (rows.columns().size() != 1)
        throw mapping_error(
            {.message = fmt::format("query into {}: the result has {} columns ({}), not one", column.codec->cpp_name,
                                    rows.columns().size(), names_of(rows.columns())),
             .query = sql.text,
             .hint = "select one column, or read into a struct with a field for each"});
    column_info named = column;
    named.name = rows.columns()[0].name;
    model_info value;
    layout asked;
    asked.rows.push_back({.model = &value});
    asked.columns.push_back({&named, 0});
    const decode_plan plan = checked_plan(asked, rows.columns(), on, sql.text, "query");
    read_all({asked, sql.text, "query"}, plan, rows, sink);
}

}  // namespace matview::inline v0::detail
