// What the verbs of a query ask for.
#include <matview/query/state.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include <matview/error.hpp>

namespace matview::inline v0::detail {
namespace {

void need_order(const query_state& state, const char* verb) {
    if (!state.order.empty() || !state.model->primary_key.empty()) return;
    throw query_error(
        {.message = std::string(verb) + " of " + display_name(state.model->relation) + ": the rows have no order",
         .hint = "add .order_by(…) to the query, or a primary_key to the Meta of " + std::string(state.model->name)});
}

direction turned(direction way) { return way == direction::ascending ? direction::descending : direction::ascending; }
nulls turned(nulls place) {
    if (place == nulls::by_direction) return place;  // PostgreSQL's default turns with the direction
    return place == nulls::first ? nulls::last : nulls::first;
}

}  // namespace

query_state at_most(query_state state, std::int64_t rows) {
    state.limit = std::min(state.limit.value_or(rows), rows);
    return state;
}

query_state first_of_state(query_state state) {
    need_order(state, "first");
    if (state.order.empty()) state.key_order = direction::ascending;
    return at_most(std::move(state), 1);
}

query_state last_of_state(query_state state) {
    need_order(state, "last");
    if (state.order.empty()) state.key_order = direction::descending;
    for (order_term& term : state.order) {
        term.way = turned(term.way);
        term.place = turned(term.place);
    }
    return at_most(std::move(state), 1);
}

query_state keyed_order(query_state state) {
    need_order(state, "last");
    if (state.order.empty()) state.key_order = direction::ascending;
    return state;
}

std::int64_t checked_count(std::int64_t value, const char* verb) {
    if (value >= 0) return value;
    throw query_error(std::string(verb) + "(" + std::to_string(value) + "): a number of rows is not negative");
}

query_state::query_state(const model_info& of) : model(&of) {}
query_state::query_state(const query_state&) = default;
query_state::query_state(query_state&&) noexcept = default;
query_state& query_state::operator=(const query_state&) = default;
query_state& query_state::operator=(query_state&&) noexcept = default;
query_state::~query_state() = default;

void query_state::keep(node_ptr condition) { where = make_all(std::move(where), std::move(condition)); }
void query_state::exclude(node_ptr condition) { keep(make_not_true(std::move(condition))); }
void query_state::order_by(const path_info& path, direction way, nulls place) {
    order.push_back({&path, nullptr, way, place});
}
void query_state::order_by(node_ptr expression, direction way, nulls place) {
    order.push_back({nullptr, std::move(expression), way, place});
}
void query_state::select(const path_info& relation) { selected.push_back(&relation); }
void query_state::need(const path_info& relation) {
    if (std::find(needed.begin(), needed.end(), &relation) == needed.end()) needed.push_back(&relation);
}

namespace {

std::vector<bool> marks_of(const model_info& model, std::initializer_list<std::string_view> names) {
    std::vector<bool> marks;
    for (const field_info& field : model.fields)
        marks.push_back(std::find(names.begin(), names.end(), field.name) != names.end());
    return marks;
}

}  // namespace

void query_state::only(std::initializer_list<std::string_view> fields) {
    left_out = marks_of(*model, fields);
    left_out.flip();
}
void query_state::defer(std::initializer_list<std::string_view> fields) {
    const std::vector<bool> marks = marks_of(*model, fields);
    left_out.resize(marks.size());
    for (std::size_t f = 0; f < marks.size(); ++f) left_out[f] = left_out[f] || marks[f];
}

namespace {

bool same_paths(std::vector<const path_info*> a, std::vector<const path_info*> b) {
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    return a == b;
}

void check_combined(const query_state& left, const query_state& right, bool any) {
    const std::string what =
        std::string("query ") + (any ? "|" : "&") + " query of " + display_name(left.model->relation);
    for (const query_state* side : {&left, &right})
        if (side->limit || side->offset)
            throw query_error({.message = what + ": one of them has a limit or an offset already",
                               .hint = "combine the queries first, and limit what comes of it"});
    if (left.distinct != right.distinct)
        throw query_error({.message = what + ": one of them is distinct, the other is not",
                           .hint = "call .distinct() on both, or on what comes of them"});
    if (any && !same_paths(left.needed, right.needed))
        throw query_error({.message = what + ": they need different related rows (inner<…>)",
                           .hint = "need the same ones in both, or filter by conditions joined by ||"});
}

}  // namespace

query_state combine(query_state left, const query_state& right, bool any) {
    check_combined(left, right, any);
    left.where = any ? make_any(left.where, right.where) : make_all(left.where, right.where);
    for (const path_info* path : right.needed) left.need(*path);
    if (!right.order.empty()) left.order = right.order;
    return left;
}

}  // namespace matview::inline v0::detail
