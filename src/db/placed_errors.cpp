#include "db/placed_errors.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "db/catalog.hpp"

namespace matview::inline v0::detail {
namespace {

const layout_column& column_at(const read_of& read, const row_reader& reader) {
    return read.asked.columns[reader.cell()];
}

const model_info& model_at(const read_of& read, const row_reader& reader) {
    return *read.asked.rows[column_at(read, reader).row].model;
}

std::string place_of(const read_of& read, const row_reader& reader) {
    const layout_column& at = column_at(read, reader);
    return fmt::format("column {} ({}, {}) in row {}", at.column->name,
                       field_display(model_at(read, reader), *at.column), at.column->codec->cpp_name, reader.row());
}

}  // namespace

void rethrow_at(const value_error& failure, const read_of& read, const row_reader& reader) {
    error_context context = failure.context();
    context.message = fmt::format("{}: {}: {}", read.what, place_of(read, reader), failure.message());
    context.query = read.sql;
    if (context.hint.empty()) context.hint = "read it as another type, or leave such rows out";
    throw value_error(std::move(context));
}

// What the codec said of the value is told of its place.
void rethrow_at(const mapping_error& failure, const read_of& read, const row_reader& reader) {
    const std::string place = place_of(read, reader);
    if (failure.problems().empty())
        throw mapping_error(
            {.message = fmt::format("{}: {}: {}", read.what, place, failure.message()), .query = read.sql});
    std::vector<problem> problems = failure.problems();
    for (problem& p : problems) {
        p.relation = display_name(model_at(read, reader).relation);
        p.column = column_at(read, reader).column->name;
        p.description = fmt::format("{}: {}", place, p.description);
    }
    throw mapping_error({.message = fmt::format("{}: the struct and the row differ", read.what), .query = read.sql},
                        std::move(problems));
}

}  // namespace matview::inline v0::detail
