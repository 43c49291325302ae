// The SQL of a view's indexes.
#pragma once

#include <string>
#include <string_view>

#include <matview/model/description.hpp>

namespace matview::inline v0::detail {

/// CREATE [UNIQUE] INDEX on the view in that schema; empty leaves it to the search_path. The server chooses a name that is free.
std::string index_sql(const model_info& model, const index_info& index, std::string_view schema);
/// The primary key's unique index; empty where the model has no key.
std::string key_index_sql(const model_info& model, std::string_view schema);

}  // namespace matview::inline v0::detail
