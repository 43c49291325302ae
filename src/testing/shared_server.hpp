// The server that the tests of a program share.
#pragma once

#include <exception>
#include <functional>
#include <string>
#include <string_view>

#include "testing/conninfo.hpp"

namespace matview::inline v0::testing::detail {

/// The one that $MATVIEW_TEST_DATABASE names (a conninfo string or URI), or else a private_server, started at the first call and stopped when
/// the program ends. Throws matview::error when there is none; later calls then say the same without trying again.
const conninfo_keywords& shared_server();

/// Whether it is $MATVIEW_TEST_DATABASE's, where passwords may be asked for and nothing but our own databases and roles may be touched.
bool shared_server_is_foreign();

/// Calls `create` with `<prefix>_<pid>_<n>` for the next n until it does not answer that the name is taken (false), and returns the name.
std::string create_with_unique_name(std::string_view prefix,
                                    const std::function<bool(const std::string& name)>& create);

/// To be called where a destructor cannot throw: says on stderr what was left.
void report_left_behind(const std::string& what, const std::exception& why) noexcept;

}  // namespace matview::inline v0::testing::detail
