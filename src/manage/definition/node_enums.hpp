// Values of enums in the server's src/include/nodes: primnodes.h, parsenodes.h, nodes.h. They have never changed.
#pragma once

#include <cstdint>

namespace matview::inline v0::managing {

namespace rte {
enum : std::int64_t {
    relation,
    subquery,
    join,
    function,
    table_function,
    values,
    cte,
    named_tuplestore,
    result,
    group
};
}
namespace join {
enum : std::int64_t { inner, left, full, right };
}
namespace sublink {
enum : std::int64_t { exists = 0, array = 6 };
}
namespace sql_value {
enum : std::int64_t {
    current_date,
    current_time,
    current_time_n,
    current_timestamp,
    current_timestamp_n,
    localtime,
    localtime_n,
    localtimestamp,
    localtimestamp_n,
    current_schema = 14
};
}

}  // namespace matview::inline v0::managing
