// Who else is at work in a soak: the writer, the refreshers, and what goes wrong. Each runs in a thread of its own until `stop`.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "reader.hpp"
#include "tally.hpp"

namespace soak {

/// Moves amounts between accounts, by plain libpq.
void write(const std::string& conninfo, std::uint64_t seed, const std::atomic<bool>& stop, tally& to);

/// Refreshes the view again and again; a plain refresh waits for its lock for a short time only.
void refresh(const std::string& conninfo, bool concurrently, const std::atomic<bool>& stop, tally& to);

/// Makes one fault after the other, by plain libpq and by `cancel` of the readers: ends sessions, holds locks, takes the unique index away,
/// replaces the view by one of another shape. At its end the view is as it was.
void disturb(const std::string& conninfo, std::uint64_t seed, const std::vector<reader*>& readers,
             const std::atomic<bool>& stop, tally& to);

}  // namespace soak
