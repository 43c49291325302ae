// The testing component's, under the tests' names.
#pragma once

#include "testing/conninfo.hpp"

namespace matview_test {
using matview::testing::detail::conninfo_keywords;
using matview::testing::detail::parse_conninfo;
using matview::testing::detail::set_keyword;
using matview::testing::detail::to_string;
}
