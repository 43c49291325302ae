// How the server tells that what it reads has changed since a statement was prepared.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <matview/db/row_source.hpp>

#include "db/bound_parameters.hpp"
#include "db/result.hpp"

namespace matview::inline v0::detail {

bool tells_of_change(std::string_view sqlstate);
bool tells_of_lost_type(std::string_view sqlstate);
/// A parameter's label was none of its enum's, of which nothing was run.
bool tells_of_lost_label(const PGresult* result);
bool gives_columns(const PGresult* result, const std::vector<column_shape>& columns);
bool is_overtaken(const PGresult* result, unheld rule);

inline constexpr const char* run_again =
    "roll the transaction back and run it again: the statement is then prepared anew";

[[noreturn]] void throw_gone(const PGresult* failed, std::string_view what, const std::string& sql);
[[noreturn]] void throw_changed(std::string_view said, std::string sqlstate, std::string_view what,
                                const std::string& sql, const char* hint);

}  // namespace matview::inline v0::detail
