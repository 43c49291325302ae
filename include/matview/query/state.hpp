// A query without its type: what its verbs have asked for so far, and the text that it becomes.
#pragma once

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <matview/export.hpp>
#include <matview/query/node.hpp>
#include <matview/query/statement.hpp>

namespace matview::inline v0::detail {

struct order_term {
    const path_info* path;  // or null, and
    node_ptr expression;
    direction way;
    nulls place;
};

// Copied and destroyed by compiled code: every query of a program is made of it.
struct MATVIEW_EXPORT query_state {
    explicit query_state(const model_info& of);
    query_state(const query_state&);
    query_state(query_state&&) noexcept;
    query_state& operator=(const query_state&);
    query_state& operator=(query_state&&) noexcept;
    ~query_state();

    void keep(node_ptr condition);
    void exclude(node_ptr condition);
    void order_by(const path_info& path, direction way, nulls place);
    void order_by(node_ptr expression, direction way, nulls place);
    void select(const path_info& relation);
    void need(const path_info& relation);
    void only(std::initializer_list<std::string_view> fields);
    void defer(std::initializer_list<std::string_view> fields);

    const model_info* model;
    node_ptr where = {};  // null: every row
    std::vector<order_term> order = {};
    std::optional<direction> key_order = {};  // by the primary key, where there is no other order
    std::optional<std::int64_t> limit = {}, offset = {};
    std::vector<const path_info*> selected = {};  // relations whose rows come along
    std::vector<const path_info*> needed = {};    // relations that are joined INNER
    std::vector<bool> left_out = {};              // by field; empty where every field is read
    bool distinct = false;
};

/// A row's place in the result: the query's own row first, then those of the selected relations, parents before children.
struct layout_row {
    const model_info* model;
    std::size_t parent = 0;  // a layout_row, for all but the first
    join_step join{};
    std::size_t key_cell = 0;  // of the related row's primary key: NULL where there is no such row
    std::size_t alias = 0;     // t0, t1, … in the SQL
    bool operator==(const layout_row&) const = default;
};
struct layout_column {
    const column_info* column;
    std::size_t row;
    bool operator==(const layout_column&) const = default;
};
/// Which cell of a result belongs where.
struct layout {
    std::vector<layout_row> rows;
    std::vector<layout_column> columns;
    std::size_t behind =
        0;  // cells that come after these columns, and are not read: what a DISTINCT is ordered by, types
    bool operator==(const layout&) const = default;
};

struct MATVIEW_EXPORT rendered {
    rendered(statement made, detail::layout of);
    rendered(const rendered&);
    rendered(rendered&&) noexcept;
    ~rendered();

    const model_info& model() const noexcept { return *layout->rows.front().model; }
    /// "fetch of leaderboard", for errors.
    const std::string& what() const noexcept { return model().fetch; }

    statement sql;
    std::shared_ptr<const detail::layout> layout;  // shared by copies
    std::optional<std::int64_t> at_most = {};      // rows that can come
};

MATVIEW_EXPORT rendered render_select(const query_state& state);
/// Of a query that is to give one row: two would be too many.
MATVIEW_EXPORT rendered render_get(const query_state& state);
/// The same without the values that the state has, to be given others.
MATVIEW_EXPORT rendered render_get_of_any(const query_state& state);
/// One row, one int8: how many rows the query gives, limit and offset counted in.
MATVIEW_EXPORT statement render_count(const query_state& state);
/// One row, one bool: whether the query gives any row.
MATVIEW_EXPORT statement render_exists(const query_state& state);

/// Rows that either query gives (`any`), or that both give; as Django's | and &. Throws query_error for queries that cannot be joined.
MATVIEW_EXPORT query_state combine(query_state left, const query_state& right, bool any);
MATVIEW_EXPORT query_state first_of_state(query_state state);
/// The other way round, so that its first row is the query's last. Throws query_error without an order or a primary key.
MATVIEW_EXPORT query_state last_of_state(query_state state);
/// With an order in any case: the primary key's where there is no other. Throws query_error where there is neither.
MATVIEW_EXPORT query_state keyed_order(query_state state);
MATVIEW_EXPORT query_state at_most(query_state state, std::int64_t rows);
MATVIEW_EXPORT std::int64_t checked_count(std::int64_t value, const char* verb);

/// Keeps the rendered text of a query. Threads may ask at the same time; a copy starts empty.
class MATVIEW_EXPORT rendering {
public:
    rendering() noexcept = default;
    rendering(const rendering&) noexcept {}
    rendering(rendering&& other) noexcept;
    rendering& operator=(const rendering&) noexcept { return clear(); }
    rendering& operator=(rendering&& other) noexcept;
    ~rendering() { clear(); }

    rendering& clear() noexcept;
    const rendered& of(const query_state& state) const;

private:
    mutable std::atomic<const rendered*> kept_ = nullptr;
};

}  // namespace matview::inline v0::detail
