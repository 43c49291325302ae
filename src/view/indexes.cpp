#include "view/indexes.hpp"

#include <matview/query/identifier.hpp>

namespace matview::inline v0::detail {

std::string index_sql(const model_info& model, const index_info& index, std::string_view schema) {
    std::string sql = index.unique ? "CREATE UNIQUE INDEX ON " : "CREATE INDEX ON ";
    append_relation(sql, {model.relation.kind, model.relation.name, schema});
    for (std::size_t i = 0; i < index.parts.size(); ++i) {
        const index_part& part = index.parts[i];
        sql += i == 0 ? " (" : ", ";
        append_identifier(sql, model.columns[part.column].name);
        if (part.way == direction::descending) sql += " DESC";
        if (part.place == nulls::first) sql += " NULLS FIRST";
        if (part.place == nulls::last) sql += " NULLS LAST";
    }
    return sql + ")";
}

std::string key_index_sql(const model_info& model, std::string_view schema) {
    if (model.primary_key.empty()) return {};
    index_info key{true, {}};
    for (const std::size_t column : model.primary_key)
        key.parts.push_back({column, direction::ascending, nulls::by_direction});
    return index_sql(model, key, schema);
}

}  // namespace matview::inline v0::detail
