#include <matview/query/node.hpp>

#include <utility>

namespace matview::inline v0::detail {
namespace {

node_ptr shared(node n) { return std::make_shared<const node>(std::move(n)); }

// Joins stay flat, so that conditions built in long loops neither nest deeply nor print a parenthesis each.
node_ptr join(node::kind what, const node_ptr& left, const node_ptr& right) {
    node joined{.what = what};
    for (const node_ptr& side : {left, right}) {
        if (side->what == what)
            joined.args.insert(joined.args.end(), side->args.begin(), side->args.end());
        else
            joined.args.push_back(side);
    }
    return shared(std::move(joined));
}

}  // namespace

node_ptr make_column(const path_info& path, std::size_t part) {
    return shared({.what = node::kind::column, .path = &path, .part = part});
}
node_ptr make_value(parameter value) { return shared({.what = node::kind::value, .value = std::move(value)}); }
node_ptr make_binary(node_ptr left, std::string_view op, node_ptr right) {
    return shared({.what = node::kind::binary, .args = {std::move(left), std::move(right)}, .op = op});
}
node_ptr make_any_of(node_ptr left, node_ptr array) {
    return shared({.what = node::kind::any_of, .args = {std::move(left), std::move(array)}});
}
node_ptr make_key_list(std::vector<node_ptr> columns, std::vector<parameter> arrays) {
    if (columns.size() == 1) return make_any_of(std::move(columns.front()), make_value(std::move(arrays.front())));
    for (parameter& array : arrays) columns.push_back(make_value(std::move(array)));
    return shared({.what = node::kind::row_in, .args = std::move(columns)});
}
node_ptr make_is_null(node_ptr operand) { return shared({.what = node::kind::is_null, .args = {std::move(operand)}}); }
node_ptr make_never() { return shared({.what = node::kind::never}); }
node_ptr make_not_true(node_ptr operand) {
    if (!operand) return make_never();
    return shared({.what = node::kind::not_true, .args = {std::move(operand)}});
}
node_ptr make_cast(node_ptr operand, std::string_view type) {
    return shared({.what = node::kind::cast, .args = {std::move(operand)}, .op = type});
}
node_ptr make_literal(std::string_view constant) { return shared({.what = node::kind::literal, .op = constant}); }
node_ptr make_call(std::string_view function, node_ptr argument, node_ptr second) {
    node call{.what = node::kind::call, .args = {std::move(argument)}, .op = function};
    if (second) call.args.push_back(std::move(second));
    return shared(std::move(call));
}
node_ptr make_subscript(node_ptr array, node_ptr subscript) {
    return shared({.what = node::kind::subscript, .args = {std::move(array), std::move(subscript)}});
}
node_ptr make_arithmetic(node_ptr left, std::string_view op, node_ptr right) {
    return shared({.what = node::kind::arithmetic, .args = {std::move(left), std::move(right)}, .op = op});
}
node_ptr make_all(node_ptr left, node_ptr right) {
    if (!left) return right;
    if (!right) return left;
    if (left->what == node::kind::never) return left;
    if (right->what == node::kind::never) return right;
    return join(node::kind::all, left, right);
}
node_ptr make_any(node_ptr left, node_ptr right) {
    if (!left || !right) return nullptr;
    if (left->what == node::kind::never) return right;
    if (right->what == node::kind::never) return left;
    return join(node::kind::any, left, right);
}

}  // namespace matview::inline v0::detail
