// The testing component's, under the tests' names.
#pragma once

#include "testing/child_process.hpp"

namespace matview_test {
using matview::testing::detail::child_process;
using matview::testing::detail::command;
}
