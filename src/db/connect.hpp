// Connecting, with a bound.
#pragma once

#include <matview/db/connection.hpp>

#include "db/result.hpp"

namespace matview::inline v0::detail {

/// Throws connection_error, and value_error for options that make no sense.
pgconn_ptr connect(const connection_options& options);

}  // namespace matview::inline v0::detail
