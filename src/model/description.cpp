#include <matview/model/describe.hpp>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <utility>

#include <matview/error.hpp>
#include <matview/model/related_row.hpp>

namespace matview::inline v0::detail {

const field_info& model_info::field(std::string_view field_name) const {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const field_info& f) { return f.name == field_name; });
    if (found == fields.end()) std::abort();
    return *found;
}

bool model_info::has_column(std::string_view column_name) const {
    return std::any_of(columns.begin(), columns.end(), [&](const column_info& c) { return c.name == column_name; });
}

std::string display_name(const relation& relation) {
    std::string text;
    if (!relation.schema.empty()) text.append(relation.schema) += '.';
    text += relation.name;
    return text;
}

model_info::model_info() = default;
model_info::model_info(const model_info&) = default;
model_info::model_info(model_info&&) noexcept = default;
model_info::~model_info() = default;

void add_field(model_info& info, std::string_view name, std::size_t offset, bool optional,
               std::initializer_list<field_part> parts, const relation_info* relation) {
    info.fields.push_back({name, info.columns.size(), parts.size(), offset});
    for (const field_part& part : parts)
        info.columns.push_back({std::string(name).append(relation ? "_id" : ""), name, part.codec, optional, offset,
                                part.key_wrapper, relation, part.held});
}

void set_relation(model_info& info, const relation& relation) {
    info.relation = relation;
    info.fetch = "fetch of " + display_name(relation);
}

void rename_columns(model_info& info, std::string_view field, std::initializer_list<std::string_view> names) {
    std::size_t column = info.field(field).first_column;
    for (const std::string_view name : names) info.columns[column++].name = name;
}

void add_primary_key(model_info& info, std::initializer_list<std::string_view> fields) {
    for (const std::string_view name : fields) {
        const field_info& f = info.field(name);
        for (std::size_t i = 0; i < f.column_count; ++i) info.primary_key.push_back(f.first_column + i);
    }
}

void add_index(model_info& info, bool unique, std::initializer_list<index_field> fields) {
    index_info index{unique, {}};
    for (const index_field& part : fields) {
        const field_info& f = info.field(part.field);
        for (std::size_t i = 0; i < f.column_count; ++i)
            index.parts.push_back({f.first_column + i, part.way, part.place});
    }
    info.indexes.push_back(std::move(index));
}

void related_row::fail(std::string_view target) const {
    const std::string field =
        origin_ ? std::string(origin_->model).append("::").append(origin_->field) : std::string("a foreign key");
    if (missing_)
        throw related_row_missing(
            {.message = field + ": the " + std::string(target) + " that it refers to is no longer there",
             .hint = "a view can hold keys whose row is gone: ask exists() first, or refresh the view"});
    const std::string call = origin_ ? "select_related<&" + field + ">()" : "select_related";
    throw not_loaded({.message = field + ": the related " + std::string(target) + " was not selected",
                      .hint = "add ." + call + " to the query, or read key()"});
}

}  // namespace matview::inline v0::detail
