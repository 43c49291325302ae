#include "view/kind.hpp"

namespace matview::inline v0::detail {

std::string kind_name(char relkind) {
    switch (relkind) {
        case 'r':
            return "a table";
        case 'p':
            return "a partitioned table";
        case 'f':
            return "a foreign table";
        case 'v':
            return "a view";
        case 'm':
            return "a materialized view";
        case 'S':
            return "a sequence";
        case 'i':
        case 'I':
            return "an index";
        case 'c':
            return "a composite type";
        default:
            return std::string("a relation of kind ") + relkind;
    }
}

std::string kind_name(relation_kind kind) {
    switch (kind) {
        case relation_kind::table:
            return "a table";
        case relation_kind::view:
            return "a view";
        case relation_kind::materialized_view:
            return "a materialized view";
    }
    return "a relation";
}

bool kind_fits(relation_kind kind, char relkind) {
    switch (kind) {
        case relation_kind::table:
            return relkind == 'r' || relkind == 'p' || relkind == 'f';
        case relation_kind::view:
            return relkind == 'v';
        case relation_kind::materialized_view:
            return relkind == 'm';
    }
    return false;
}

}  // namespace matview::inline v0::detail
