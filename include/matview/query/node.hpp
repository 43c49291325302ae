// Expressions without their types: a tree that is written as SQL. Nodes are immutable and shared.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <matview/export.hpp>
#include <matview/model/path.hpp>
#include <matview/wire/parameter.hpp>

namespace matview::inline v0::detail {

struct node;
using node_ptr = std::shared_ptr<const node>;

struct node {
    enum class kind {
        column,  // path, part
        value,   // a parameter
        binary,  // args[0] op args[1]
        any_of,  // args[0] = ANY (args[1])
        row_in,  // columns, and as many arrays: the row of these columns is one of the rows that the arrays are the columns of
        is_null,     // args[0] IS NULL
        all,         // args joined by AND
        any,         // args joined by OR
        not_true,    // (args[0]) IS NOT TRUE
        never,       // FALSE
        cast,        // args[0]::op
        call,        // op(args)
        arithmetic,  // (args[0] op args[1])
        subscript,   // (args[0])[args[1]]
        literal      // op
    };

    kind what;
    std::vector<node_ptr> args = {};
    std::string_view op = {};         // an operator, a function, a type or a constant; a literal of the library
    const path_info* path = nullptr;  // of a column
    std::size_t part = 0;             // which column of the path's field
    std::optional<parameter> value = {};
};

MATVIEW_EXPORT node_ptr make_column(const path_info& path, std::size_t part = 0);
MATVIEW_EXPORT node_ptr make_value(parameter value);
MATVIEW_EXPORT node_ptr make_binary(node_ptr left, std::string_view op, node_ptr right);
MATVIEW_EXPORT node_ptr make_any_of(node_ptr left, node_ptr array);
/// The columns hold one of many keys, which come as one array a column: = ANY of it for one column, for more a row that is IN their rows.
MATVIEW_EXPORT node_ptr make_key_list(std::vector<node_ptr> columns, std::vector<parameter> arrays);
MATVIEW_EXPORT node_ptr make_is_null(node_ptr operand);
MATVIEW_EXPORT node_ptr make_not_true(node_ptr operand);
MATVIEW_EXPORT node_ptr make_never();
MATVIEW_EXPORT node_ptr make_cast(node_ptr operand, std::string_view type);
MATVIEW_EXPORT node_ptr make_literal(std::string_view constant);
MATVIEW_EXPORT node_ptr make_call(std::string_view function, node_ptr argument, node_ptr second = nullptr);
MATVIEW_EXPORT node_ptr make_arithmetic(node_ptr left, std::string_view op, node_ptr right);
MATVIEW_EXPORT node_ptr make_subscript(node_ptr array, node_ptr subscript);
inline bool is_worked_out(const node_ptr& n) { return n->what == node::kind::arithmetic; }
/// Conditions joined by AND or OR, flat where a side is such a join already. Null is the condition that is always true.
MATVIEW_EXPORT node_ptr make_all(node_ptr left, node_ptr right);
MATVIEW_EXPORT node_ptr make_any(node_ptr left, node_ptr right);

}  // namespace matview::inline v0::detail
