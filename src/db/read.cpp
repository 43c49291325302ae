#include <matview/db/read.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "db/explain.hpp"
#include "db/link.hpp"
#include "db/placed_errors.hpp"
#include "db/reading.hpp"
#include "passwords.hpp"

namespace matview::inline v0::detail {
namespace {

std::string of_model(std::string_view verb, const model_info& model) {
    return std::string(verb) + " of " + display_name(model.relation);
}

void read_all(const read_of& read, const decode_plan& plan, row_source& source, const row_sink& sink) {
    sink.reserve(sink.rows, source.size_hint());
    row_reader reader(plan, sink);
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

template <class V> V single_value(session& from, const statement& sql, const model_info& model, std::string_view verb) {
    const lease on = from.lease();
    const std::string what = of_model(verb, model);
    layout asked;
    asked.rows.push_back({.model = &model});
    std::unique_ptr<row_source> source;
    try {
        source = on->open(sql, unheld::matches_nothing, what);
    } catch (const server_error& failure) {
        explain(*on, asked, failure);
        throw;
    }
    V value{};
    ops_of<V>().decoder(source->columns().at(0).type, false, on->types())(*source->next(), &value, {});
    return value;
}

}  // namespace

void read_query(session& from, const rendered& query, const row_sink& sink) {
    reading(from, query, sink, false).read_all();
}

void read_first(session& from, const query_state& query, const row_sink& sink) {
    read_query(from, render_select(first_of_state(query)), sink);
}

// Behind a limit or an offset the last row is the last of that slice, which is read whole.
void read_last(session& from, const query_state& query, const row_sink& sink) {
    const bool sliced = query.limit || query.offset;
    read_query(from, render_select(sliced ? keyed_order(query) : last_of_state(query)), sink);
}

void read_at_most(session& from, const query_state& query, std::int64_t rows, const row_sink& sink) {
    read_query(from, render_select(at_most(query, rows)), sink);
}

void read_raw(session& from, const statement& sql, const model_info& row, const row_sink& sink) {
    const lease on = from.lease();
    const std::string what = fmt::format("query into {}", row.name);
    const std::unique_ptr<row_source> all = on->open(sql, unheld::is_error, what);
    named_columns source(*all, row, sql);
    const layout asked = single_row_layout(row);
    const decode_plan plan = checked_plan(asked, source.columns(), *on, sql.text, what);
    read_all({asked, sql.text, what}, plan, source, sink);
}

void read_column(session& from, const statement& sql, const column_info& column, const row_sink& sink) {
    const lease on = from.lease();
    const std::unique_ptr<row_source> source = on->open(sql, unheld::is_error, "query");
    if (source->columns().size() != 1)
        throw mapping_error(
            {.message = fmt::format("query into {}: the result has {} columns ({}), not one", column.codec->cpp_name,
                                    source->columns().size(), names_of(source->columns())),
             .query = sql.text,
             .hint = "select one column, or read into a struct with a field for each"});
    column_info named = column;
    named.name = source->columns()[0].name;
    model_info value;
    layout asked;
    asked.rows.push_back({.model = &value});
    asked.columns.push_back({&named, 0});
    const decode_plan plan = checked_plan(asked, source->columns(), *on, sql.text, "query");
    read_all({asked, sql.text, "query"}, plan, *source, sink);
}

std::int64_t read_count(session& from, const query_state& query) {
    return single_value<long>(from, render_count(query), *query.model, "count");
}

bool read_exists(session& from, const query_state& query) {
    return single_value<bool>(from, render_exists(query), *query.model, "exists");
}

// The values that were sent, in the place of the error that is for values.
std::string values_of(const statement& sql) {
    std::string text;
    if (speaks_of_password(sql.text)) return text;
    for (std::size_t i = 0; i < sql.parameters.size(); ++i)
        text.append(fmt::format("{}${} = {}", i == 0 ? "" : ", ", i + 1, sql.parameters[i].to_string()));
    return text;
}

void fail_get(const model_info& model, const statement& query, std::size_t rows) {
    error_context context{.message = of_model("get", model), .query = query.text, .detail = values_of(query)};
    if (rows == 0) {
        context.message += ": no row was found";
        context.hint = "first() gives an empty optional instead";
        throw not_found(std::move(context));
    }
    context.message += ": more than one row was found";
    context.hint = "narrow the filter, or take one by first()";
    throw multiple_found(std::move(context));
}

}  // namespace matview::inline v0::detail
