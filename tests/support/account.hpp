// The testing component's, under the tests' names.
#pragma once

#include "testing/account.hpp"

namespace matview_test {
using matview::testing::detail::account;
using matview::testing::detail::server_account;
}
