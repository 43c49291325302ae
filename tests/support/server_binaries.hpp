// The testing component's, under the tests' names.
#pragma once

#include "testing/server_binaries.hpp"

namespace matview_test {
using matview::testing::detail::find_server_binaries;
}
