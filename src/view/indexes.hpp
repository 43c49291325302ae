// The SQL of a view's indexes.
#pragma once

#include <string>

#include <matview/model/description.hpp>

namespace matview::detail {

/// CREATE [UNIQUE] INDEX; the server chooses a name that is free.
std::string index_sql(const model_info& model, const index_info& index);
/// The primary key's unique index; empty where the model has no key.
std::string key_index_sql(const model_info& model);

}  // namespace matview::detail
