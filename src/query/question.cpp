#include <matview/query/question.hpp>

namespace matview::inline v0::detail {

std::string_view operator_of(question what) {
    switch (what) {
        case question::contains:
            return "OPERATOR(pg_catalog.@>)";
        case question::contained_by:
            return "OPERATOR(pg_catalog.<@)";
        case question::overlaps:
            return "OPERATOR(pg_catalog.&&)";
        case question::adjacent_to:
            return "OPERATOR(pg_catalog.-|-)";
        case question::fully_left:
            return "OPERATOR(pg_catalog.<<)";
        case question::fully_right:
            return "OPERATOR(pg_catalog.>>)";
        case question::has_key:
            return "OPERATOR(pg_catalog.?)";
        case question::has_any_keys:
            return "OPERATOR(pg_catalog.?|)";
        case question::has_all_keys:
            return "OPERATOR(pg_catalog.?&)";
    }
    return {};
}

}  // namespace matview::inline v0::detail
