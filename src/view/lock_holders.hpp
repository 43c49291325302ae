// Who is in the way of a refresh.
#pragma once

#include <string>
#include <vector>

#include "db/link.hpp"

namespace matview::inline v0::detail {

/// The advisory lock of a refresh with single flight: this class, and the view's oid.
constexpr int flight_class = 0x6d617476;  // "matv"

struct lock_holder {
    std::string pid;   // empty: a prepared transaction
    std::string text;  // "process 4711 (ann, psql, idle in transaction for 12 s) holds AccessShareLock"
};

/// The sessions whose locks a refresh of that view would wait for at this moment: on the view, or on what its definition reads.
std::vector<lock_holder> holders_of_view(link& on, oid view, bool concurrently);
/// The session that refreshes it, with single flight.
std::vector<lock_holder> holders_of_flight(link& on, oid view);

/// "a, b and 3 more"; empty for none.
std::string listed(const std::vector<lock_holder>& holders);

}  // namespace matview::inline v0::detail
