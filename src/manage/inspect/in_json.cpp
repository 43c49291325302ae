#include "manage/inspect/in_json.hpp"

#include <nlohmann/json.hpp>

namespace matview::inline v0::managing {
namespace {

using json = nlohmann::ordered_json;

json or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }

json field_in_json(const header_field& field) {
    return {{"name", field.column->name},   {"type", field.column->type_name}, {"nullable", !field.column->never_null},
            {"field", or_null(field.name)}, {"cpp_type", or_null(field.type)}, {"remark", or_null(field.remark)}};
}

json references_in_json(const header_struct& one, const header& all) {
    json list = json::array();
    for (const model_reference& reference : one.of.references)
        for (const header_struct& target : all.structs)
            if (target.of.of.id == reference.target && !one.only_key)
                list.push_back({{"column", one.of.column(reference.column)->name},
                                {"to", target.of.of.shown()},
                                {"guessed", reference.guessed}});
    return list;
}

json indexes_in_json(const header_struct& one) {
    json list = json::array();
    for (const model_index& index : one.of.indexes) list.push_back(index.definition);
    return list;
}

json struct_in_json(const header_struct& one, const header& all) {
    json columns = json::array();
    for (const header_field& field : one.fields) columns.push_back(field_in_json(field));
    const char kind = one.of.of.kind;
    return {{"name", one.name},
            {"relation",
             {{"schema", one.of.of.schema},
              {"name", one.of.of.name},
              {"kind", kind == 'm'   ? "materialized view"
                       : kind == 'v' ? "view"
                                     : "table"}}},
            {"columns", columns},
            {"primary_key", one.key},
            {"references", references_in_json(one, all)},
            {"indexes", indexes_in_json(one)},
            {"definition", or_null(one.of.definition)}};
}

}  // namespace

std::string in_json(const header& structs, const std::string& text) {
    json list = json::array();
    for (const header_struct& one : structs.structs) list.push_back(struct_in_json(one, structs));
    return json{{"structs", list}, {"header", text}}.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace matview::inline v0::managing
