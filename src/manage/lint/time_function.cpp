#include "manage/lint/time_function.hpp"

#include "manage/definition/node_enums.hpp"

namespace matview::inline v0::managing {

std::string time_function(const node& e) {
    if (!e.is("SQLVALUEFUNCTION")) return "";
    switch (e["op"].number()) {
        case sql_value::current_date:
            return "current_date";
        case sql_value::current_time:
        case sql_value::current_time_n:
            return "current_time";
        case sql_value::current_timestamp:
        case sql_value::current_timestamp_n:
            return "current_timestamp";
        case sql_value::localtime:
        case sql_value::localtime_n:
            return "localtime";
        case sql_value::localtimestamp:
        case sql_value::localtimestamp_n:
            return "localtimestamp";
        default:
            return "";  // current_user and the like
    }
}

}  // namespace matview::inline v0::managing
