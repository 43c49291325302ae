// What matview::testing::stand_in makes, said without templates. Of the library itself, since it is made as `create` makes a view.
#pragma once

#include <string>
#include <vector>

#include <matview/export.hpp>
#include <matview/model/description.hpp>
#include <matview/wire/parameter.hpp>

namespace matview::inline v0 {

class session;
struct create_options;

namespace detail {

/// One for each column.
using row_values = std::vector<parameter>;

/// Returns the name of the table that holds the rows.
MATVIEW_EXPORT std::string create_stand_in(session& on, const model_info& model, const std::vector<row_values>& rows,
                                           const create_options& options);

}  // namespace detail
}  // namespace matview::inline v0
