// What a column can be asked beyond a comparison, and by which operator; each kind of value answers for itself.
#pragma once

#include <string_view>

#include <matview/export.hpp>
#include <matview/query/node.hpp>
#include <matview/query/term.hpp>

namespace matview::inline v0::detail {

enum class question {
    contains,
    contained_by,
    overlaps,
    adjacent_to,
    fully_left,
    fully_right,
    has_key,
    has_any_keys,
    has_all_keys
};

/// As it is written between its operands, with its schema.
MATVIEW_EXPORT std::string_view operator_of(question what);

/// Specialised for each kind of value V: which questions it takes, the rules for an operand O of each, and the node that asks.
template <class V> struct questions {
    static constexpr bool takes(question) { return false; }
};

}  // namespace matview::inline v0::detail
