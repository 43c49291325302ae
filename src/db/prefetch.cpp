#include <matview/db/prefetch.hpp>

#include <fmt/format.h>

#include <matview/error.hpp>

namespace matview::inline v0::detail {

void fail_not_prefetched(const model_info& model, std::string_view relation, const std::string& key) {
    throw not_loaded(
        {.message = fmt::format("prefetch<&{}::{}>: it was not given the row that is asked for", model.name, relation),
         .detail = "key: " + key,
         .hint = "give it all rows that you will ask for"});
}

void fail_stray(const model_info& model, std::string_view relation, const std::string& key) {
    throw query_error(
        {.message = fmt::format("prefetch<&{}::{}>: a row came whose key is none of those that were asked "
                                "for",
                                model.name, relation),
         .detail = "key: " + key,
         .hint = "the server takes it for equal to one of them, C++ does not (char(n), citext): let the "
                 "view write both columns alike"});
}

std::vector<std::size_t> group_starts(const std::vector<std::size_t>& group_of_row, std::size_t groups) {
    std::vector<std::size_t> starts(groups + 1);
    for (const std::size_t group : group_of_row) ++starts[group + 1];
    for (std::size_t group = 0; group < groups; ++group) starts[group + 1] += starts[group];
    return starts;
}

std::vector<std::size_t> by_group(const std::vector<std::size_t>& group_of_row, std::vector<std::size_t> starts) {
    std::vector<std::size_t> rows(group_of_row.size());
    for (std::size_t row = 0; row < rows.size(); ++row) rows[starts[group_of_row[row]]++] = row;
    return rows;
}

}  // namespace matview::inline v0::detail
