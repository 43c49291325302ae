// What a connection string says, without connecting.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>

#include <matview/db/connection.hpp>

namespace matview::inline v0::detail {

using keywords = std::map<std::string, std::string, std::less<>>;

/// What the environment says, and over it what the connection string says. Throws connection_error for a malformed one; of its text the
/// error holds at most the name of an option that does not exist, and that only where it cannot be a part of a password.
keywords given_by(const std::string& conninfo);

/// Whether libpq may have more than one host to try.
bool names_several_hosts(const keywords& given);

/// How long connecting may take; zero: without end. Throws connection_error for a connect_timeout that is no number.
std::chrono::milliseconds connect_bound(const connection_options& options, const keywords& given);

}  // namespace matview::inline v0::detail
