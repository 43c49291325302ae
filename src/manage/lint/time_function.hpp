// current_date, localtime and the like, which the parser makes nodes of their own.
#pragma once

#include <string>

#include "manage/definition/node_tree.hpp"

namespace matview::inline v0::managing {

/// Its name without its precision; empty for what is none, current_user among them.
std::string time_function(const node& e);

}  // namespace matview::inline v0::managing
