// The testing component's, under the tests' names.
#pragma once

#include <matview/testing/private_server.hpp>

namespace matview_test {
using matview::testing::private_server;
}
