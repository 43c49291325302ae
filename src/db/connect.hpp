// Connecting, with a bound.
#pragma once

#include <chrono>

#include <matview/db/connection.hpp>

#include "db/result.hpp"

namespace matview::inline v0::detail {

/// What connecting came to, and what of its time was left; zero for without end.
struct connected {
    pgconn_ptr connection;
    std::chrono::milliseconds bound{}, left{};
};

/// Throws connection_error, and value_error for options that make no sense.
connected connect(const connection_options& options);

}  // namespace matview::inline v0::detail
