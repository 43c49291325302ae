// Where a query stands among those around it, and what its parts refer to by number or name.
#pragma once

#include <cstdint>

#include "manage/definition/node_tree.hpp"

namespace matview::inline v0::managing {

/// The level that is so many queries further out; null where there is none. A Level has the member `outer`.
template <class Level> const Level* level_up(const Level& from, std::int64_t levels) {
    const Level* found = &from;
    for (; found && levels > 0; --levels) found = found->outer;
    return found;
}

/// The common table expression of a query's WITH that an entry of a range table names; nothing where it has none of that name.
inline const node& common_table_of(const node& query, const node& entry) {
    for (const node& one : query["cteList"].items())
        if (one["ctename"].text() == entry["ctename"].text()) return one;
    return query["cteList"].at(0);  // nothing
}

}  // namespace matview::inline v0::managing
