// A header for machines.
#pragma once

#include <string>

#include "manage/inspect/header.hpp"

namespace matview::inline v0::managing {

/// {"structs": [{"name", "relation", "columns": [{"name", "type", "nullable", "field", "cpp_type"}], …}], "header": text}
std::string in_json(const header& structs, const std::string& text);

}  // namespace matview::inline v0::managing
