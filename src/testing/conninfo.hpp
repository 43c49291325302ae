#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace matview::inline v0::testing::detail {

/// Keywords and their values, in order.
using conninfo_keywords = std::vector<std::pair<std::string, std::string>>;

/// The keywords that a conninfo string or URI sets itself (no defaults, nothing
/// from the environment). Throws matview::error with libpq's words when it is
/// neither.
conninfo_keywords parse_conninfo(std::string_view text);

/// Sets one keyword, in place of the value it had.
void set_keyword(conninfo_keywords& keywords, std::string_view keyword, std::string_view value);

/// `host='/tmp/x' dbname='it\'s'`: every value quoted.
std::string to_string(const conninfo_keywords& keywords);

/// `postgresql:///?host=%2Ftmp%2Fx&dbname=…`: the same as a URI.
std::string to_uri(const conninfo_keywords& keywords);

}  // namespace matview::inline v0::testing::detail
