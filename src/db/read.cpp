#include <matview/db/read.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "db/explain.hpp"
#include "db/link.hpp"
#include "db/reading.hpp"
#include "db/result_source.hpp"
#include "db/rows.hpp"
#include "passwords.hpp"

namespace matview::inline v0::detail {
namespace {

std::string of_model(std::string_view verb, const model_info& model) {
    return std::string(verb) + " of " + display_name(model.relation);
}

template <class V> V ask_value(session& from, const statement& sql, const model_info& model, std::string_view verb) {
    const lease on = from.lease();
    const std::string what = of_model(verb, model);
    layout asked;
    asked.rows.push_back({.model = &model});
    result_ptr result;
    try {
        result = on->run(sql, unheld::matches_nothing, what);
    } catch (const server_error& failure) {
        explain(*on, asked, failure);
        throw;
    }
    result_source rows(std::move(result));
    return single_value<V>(*on, rows);
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

void read_raw(session& from, const statement& sql, const model_info& row, const row_sink& sink) {
    const lease on = from.lease();
    result_source rows(on->run(sql, unheld::is_error, fmt::format("query into {}", row.name)));
    rows_into(*on, sql, row, rows, sink);
}

void read_raw(session& from, const statement& sql, const column_info& column, const row_sink& sink) {
    const lease on = from.lease();
    result_source rows(on->run(sql, unheld::is_error, "query"));
    rows_into(*on, sql, column, rows, sink);
}

std::int64_t read_count(session& from, const query_state& query) {
    return ask_value<long>(from, render_count(query), *query.model, "count");
}

bool read_exists(session& from, const query_state& query) {
    return ask_value<bool>(from, render_exists(query), *query.model, "exists");
}

// The values that were sent, in the place of the error that is for values.
std::string values_of(const statement& sql) {
    std::string text;
    if (speaks_of_password(sql.text)) return text;
    for (std::size_t i = 0; i < sql.parameters.size(); ++i)
        text.append(fmt::format("{}${} = {}", i == 0 ? "" : ", ", i + 1, sql.parameters[i].to_string()));
    return text;
}

void fail_get(const rendered& query, std::size_t rows) {
    error_context context{
        .message = of_model("get", query.model()), .query = query.sql.text, .detail = values_of(query.sql)};
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
