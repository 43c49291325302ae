// trace: what SQL of the user's own may have left in the session, for a pool that hands the connection on.
#pragma once

#include <string_view>

#include "db/result.hpp"

namespace matview::inline v0::detail {

/// As far as command tags and the text tell.
enum class trace {
    none,     // there was no SQL of the user's own
    ran,      // nothing that lasts
    changed,  // settings, LISTEN, temporary tables, cursors WITH HOLD, locks, or what is not known
    prepared  // also prepared statements
};

trace trace_of(const PGresult* result);
/// Of functions that outlast their statement, which no tag tells of, and no failure undoes.
trace trace_of(std::string_view text);

}  // namespace matview::inline v0::detail
