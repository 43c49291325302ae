// What a refresh of a view reads.
#pragma once

#include <string>
#include <vector>

#include "db/link.hpp"

namespace matview::inline v0::detail {

struct read_relation {
    oid id;
    std::string name;  // schema.name where the search_path would not find it
    char kind;         // relkind
    bool populated;
};

/// What the definition reads: through plain views, and not beyond a materialized one, of which the rows are read. Functions are not looked into.
std::vector<read_relation> read_by_refresh(link& on, oid view);

}  // namespace matview::inline v0::detail
