#pragma once

#include <exception>
#include <functional>
#include <string>
#include <string_view>

#include "conninfo.hpp"
#include "raw_connection.hpp"

namespace matview_test {

/// The server that the tests of this program share: the one that
/// $MATVIEW_TEST_DATABASE names (a conninfo string or URI), or else a
/// private_server, started at the first call and stopped when the program ends.
/// Throws std::runtime_error when there is none; later calls then say the same
/// without trying again.
const conninfo_keywords& shared_server();

/// Whether it is $MATVIEW_TEST_DATABASE's, where passwords may be asked for and
/// nothing but our own databases and roles may be touched.
bool shared_server_is_foreign();

/// A connection to the database that shared_server() names.
raw_connection connect_to_shared_server();

/// Calls `create` with `<prefix>_<pid>_<n>` for the next n until no object of that
/// name is in the way, and returns the name.
std::string create_with_unique_name(std::string_view prefix,
                                    const std::function<void(const std::string& name)>& create);

/// To be called where a destructor cannot throw: says on stderr what was left.
void report_left_behind(const std::string& what, const std::exception& why) noexcept;

}  // namespace matview_test
