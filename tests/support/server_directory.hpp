// The testing component's, under the tests' names.
#pragma once

#include "testing/server_directory.hpp"

namespace matview_test {
using matview::testing::detail::server_directory;
}
