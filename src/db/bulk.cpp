#include <matview/db/bulk.hpp>

#include <fmt/format.h>

#include <matview/error.hpp>

namespace matview::inline v0::detail {
namespace {

std::string of_model(std::string_view verb, const model_info& model) {
    return std::string(verb) + " of " + display_name(model.relation);
}

}  // namespace

void check_bulk(const query_state& query, const char* verb, const std::vector<node_ptr>& columns) {
    const model_info& model = *query.model;
    if (query.limit || query.offset)
        throw query_error({.message = of_model(verb, model) + ": the query has a limit or an offset",
                           .hint = "which rows those are, depends on the keys: leave it out, and take of the result "
                                   "what you need"});
    for (std::size_t f = 0; f < query.left_out.size(); ++f)
        for (const node_ptr& column : columns)
            if (query.left_out[f] && column->path->field == &model.fields[f])
                throw query_error({.message = fmt::format("{}: only or defer leaves out {}, which tells the rows apart",
                                                          of_model(verb, model), model.fields[f].name),
                                   .hint = "name the field in only<…>, or take it out of defer<…>"});
}

void fail_bulk(const model_info& model, const char* verb, const statement& query, const std::string& key) {
    throw multiple_found(
        {.message = of_model(verb, model) + ": more than one row has the same primary key",
         .query = query.text,
         .detail = "key: " + key,
         .hint = "no key can be declared on a view: mend its definition, or name another primary_key"});
}

void append_value(std::string& to, const parameter& value) {
    if (!to.empty()) to += ", ";
    to += value.to_string();
}

void fail_missing(const model_info& model, const std::vector<std::string>& first, std::size_t count,
                  std::size_t asked) {
    std::string list;
    for (const std::string& key : first) {
        if (!list.empty()) list += "; ";
        list += key;
    }
    if (count > first.size()) list += fmt::format("; and {} more", count - first.size());
    throw not_found({.message = fmt::format("{}: {} of {} keys have no row", of_model("get_many", model), count, asked),
                     .detail = "without a row: " + list,
                     .hint = "in_bulk leaves them out instead"});
}

}  // namespace matview::inline v0::detail
