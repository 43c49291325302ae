// A header as text, for the compiler and its readers.
#pragma once

#include <string>

#include "manage/inspect/header.hpp"

namespace matview::inline v0::managing {

/// With `definition`, views carry theirs, and their indexes.
std::string write_header(const header& structs, const std::string& database, bool definition);

}  // namespace matview::inline v0::managing
