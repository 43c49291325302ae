#include "unreadable_types.hpp"

#include <algorithm>
#include <iterator>

namespace matview::inline v0::detail {
namespace {

constexpr unreadable_type geometry{"the library has no geometric types", "text"};
constexpr unreadable_type registered{"it stands for an object of this database, whose name depends on the search_path",
                                     "text"};
constexpr unreadable_type not_a_value{"it is none of a column's types", ""};

struct row {
    oid type;
    unreadable_type reason;
};

// In the order of the OIDs.
constexpr row rows[] = {
    {24, registered},                                                                      // regproc
    {27, {"it says where a row is stored, which changes", "text"}},                        // tid
    {600, geometry},                                                                       // point
    {601, geometry},                                                                       // lseg
    {602, geometry},                                                                       // path
    {603, geometry},                                                                       // box
    {604, geometry},                                                                       // polygon
    {628, geometry},                                                                       // line
    {705, {"it is a literal whose type was not said", "text"}},                            // unknown
    {718, geometry},                                                                       // circle
    {790, {"its currency and its digits depend on the server's lc_monetary", "numeric"}},  // money
    {1033, {"it belongs to the server's own catalogs", "text"}},                           // aclitem
    {1790, {"it names a cursor", "text"}},                                                 // refcursor
    {2202, registered},                                                                    // regprocedure
    {2203, registered},                                                                    // regoper
    {2204, registered},                                                                    // regoperator
    {2205, registered},                                                                    // regclass
    {2206, registered},                                                                    // regtype
    {2249, {"it is a row whose columns have no names: select them one by one", ""}},       // record
    {2275, not_a_value},                                                                   // cstring
    {2278, {"it holds no value: run a function that returns it by execute", ""}},          // void
    {3615, {"it is a question put to the server", "text"}},                                // tsquery
    {3734, registered},                                                                    // regconfig
    {3769, registered},                                                                    // regdictionary
    {4072, {"it is a question put to the server", "text"}},                                // jsonpath
    {4089, registered},                                                                    // regnamespace
    {4096, registered},                                                                    // regrole
    {4191, registered},                                                                    // regcollation
    {5038, {"it is a list of transactions", "text"}},                                      // pg_snapshot
};

}  // namespace

const unreadable_type* unreadable_type_of(oid type) {
    const auto found = std::find_if(std::begin(rows), std::end(rows), [&](const row& r) { return r.type == type; });
    return found == std::end(rows) ? nullptr : &found->reason;
}

}  // namespace matview::inline v0::detail
