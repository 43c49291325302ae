// The testing component's, under the tests' names.
#pragma once

#include "testing/file_descriptor.hpp"

namespace matview_test {
using matview::testing::detail::file_descriptor;
using matview::testing::detail::open_file;
using matview::testing::detail::open_pipe;
using matview::testing::detail::pipe_ends;
}
