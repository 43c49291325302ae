#include "manage/targets.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <matview/error.hpp>

namespace matview::inline v0::managing {
namespace {

// The model's names point into what it stands on.
struct owning_model {
    std::string schema, name;
    detail::model_info model;
};

target of_relation(found_relation found) {
    auto made = std::make_shared<owning_model>();
    made->schema = found.schema;
    made->name = found.name;
    made->model.relation = {found.kind == 'm'   ? relation_kind::materialized_view
                            : found.kind == 'v' ? relation_kind::view
                                                : relation_kind::table,
                            made->name, made->schema};
    const std::string shown = found.shown();
    return {shown, std::move(found), nullptr, std::shared_ptr<detail::model_info>(made, &made->model)};
}

target of_model(catalog& from, const detail::model_info& model) {
    return {in_sql(name_of(model)), from.find(name_of(model)), &model};
}

// Without its namespaces.
std::string_view last_part(std::string_view name) {
    const auto colons = name.rfind("::");
    return colons == name.npos ? name : name.substr(colons + 2);
}

bool names(const std::string& text, const detail::model_info& model) {
    if (last_part(text) == last_part(model.name)) return true;
    const auto same = [&](const relation_name& name) {
        return name.name == model.relation.name && (name.schema.empty() || name.schema == model.relation.schema);
    };
    const auto as_sql = name_in_sql(text);
    return (as_sql && same(*as_sql)) || same(name_as_it_stands(text)) || same({{}, text});
}

std::string models_of(const setting& with) {
    std::string text = "its models are";
    for (const detail::model_info* const model : with.models) text += fmt::format(" {},", last_part(model->name));
    text.pop_back();
    return text;
}

}  // namespace

relation_name name_of(const detail::model_info& model) {
    return {std::string(model.relation.schema), std::string(model.relation.name)};
}

std::string shown(const detail::model_info& model) { return in_sql(name_of(model)); }

const detail::model_info* find_model(const setting& with, const std::string& text) {
    const auto found =
        std::find_if(with.models.begin(), with.models.end(), [&](const auto* model) { return names(text, *model); });
    return found == with.models.end() ? nullptr : *found;
}

std::vector<const detail::model_info*> find_defined(const setting& with, const std::vector<std::string>& texts) {
    std::vector<const detail::model_info*> all;
    for (const std::string& text : texts) {
        const detail::model_info* const model = find_model(with, text);
        if (!model)
            throw query_error(
                {.message = fmt::format("{} is no model of this service", text), .hint = models_of(with)});
        if (model->definition.empty())
            throw query_error({.message = fmt::format("{} has no definition in its Meta", text),
                               .hint = "give it one, or leave what it stands for to whom it belongs to"});
        all.push_back(model);
    }
    const auto wanted = [&](const detail::model_info* model) {
        return texts.empty() ? !model->definition.empty() : std::find(all.begin(), all.end(), model) != all.end();
    };
    std::vector<const detail::model_info*> in_order;
    for (const detail::model_info* const model : with.models)
        if (wanted(model)) in_order.push_back(model);
    return in_order;
}

target find_target(const setting& with, catalog& from, const std::string& text) {
    if (const detail::model_info* const model = find_model(with, text)) return of_model(from, *model);
    return of_relation(from.find(text));
}

std::vector<target> find_targets(const setting& with, catalog& from, const std::vector<std::string>& texts) {
    std::vector<target> all;
    for (const std::string& text : texts) all.push_back(find_target(with, from, text));
    if (!texts.empty()) return all;
    for (const detail::model_info* const model : with.models) all.push_back(of_model(from, *model));
    if (with.models.empty())
        for (found_relation& one : from.materialized_views()) all.push_back(of_relation(std::move(one)));
    return all;
}

std::vector<target> find_targets(const setting& with, connection& db, const std::vector<std::string>& texts) {
    catalog from(db);
    return find_targets(with, from, texts);
}

}  // namespace matview::inline v0::managing
