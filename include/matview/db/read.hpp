// Reading rows into structs: the compiled part, without the struct's type.
#pragma once

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <vector>

#include <matview/db/rules.hpp>
#include <matview/export.hpp>
#include <matview/model/describe.hpp>
#include <matview/model/views.hpp>
#include <matview/query/state.hpp>

namespace matview::inline v0 {
class session;

namespace detail {

// std::vector<bool> packs its elements, so that none of them has a place to decode into.
struct boxed_bool {
    bool value;
    operator bool() const noexcept { return value; }
};

/// A std::vector<Row>, seen without its type.
struct row_sink {
    void* rows;
    void* (*add)(void* rows);  // appends an empty row and returns it
    void (*reserve)(void* rows, std::size_t count);
};

template <class Row> [[gnu::noinline]] Row* grow(std::vector<Row>& rows) { return &rows.emplace_back(); }

template <class Row> row_sink sink_into(std::vector<Row>& rows) {
    if constexpr (!std::is_default_constructible_v<Row>)
        return {};  // a rule has refused it
    else if constexpr (holds<rule_owned<Row>>())
        return {&rows,
                [](void* to) -> void* {
                    auto& in = *static_cast<std::vector<Row>*>(to);
                    // Growing stands apart, so that its registers are not saved for each row. GCC sees through this form of "is full" only.
                    return in.data() + in.size() == in.data() + in.capacity() ? grow(in) : &in.emplace_back();
                },
                [](void* to, std::size_t count) { static_cast<std::vector<Row>*>(to)->reserve(count); }};
    else
        return {};
}

/// Rows that a vector holds are used again, and those that are too many go.
template <class Row> class refill {
public:
    explicit refill(std::vector<Row>& rows) : rows_(rows) {}
    refill(const refill&) = delete;
    ~refill() {
        if (!done_) rows_.clear();
    }
    row_sink sink() {
        static_cast<void>(holds<rule_owned<Row>>());
        return {this,
                [](void* to) -> void* {
                    auto& self = *static_cast<refill*>(to);
                    const std::size_t at = self.used_++;
                    return at < self.rows_.size() ? &self.rows_[at] : &self.rows_.emplace_back();
                },
                [](void* to, std::size_t count) { static_cast<refill*>(to)->rows_.reserve(count); }};
    }
    void done() {
        rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(used_), rows_.end());
        done_ = true;
    }

private:
    std::vector<Row>& rows_;
    std::size_t used_ = 0;
    bool done_ = false;
};

/// Runs a query of models; checks what came back against the layout before the first row.
MATVIEW_EXPORT void read_query(session& from, const rendered& query, const row_sink& sink);
/// As read_query, for the query's first row, or its last one.
MATVIEW_EXPORT void read_first(session& from, const query_state& query, const row_sink& sink);
MATVIEW_EXPORT void read_last(session& from, const query_state& query, const row_sink& sink);
/// Runs SQL that the user wrote; columns are found by name, those that the row type does not have are passed over.
MATVIEW_EXPORT void read_raw(session& from, const statement& sql, const model_info& row, const row_sink& sink);
/// Runs SQL of one column into values of one type.
MATVIEW_EXPORT void read_raw(session& from, const statement& sql, const column_info& column, const row_sink& sink);

/// Rows of SQL that the user wrote. `read(of, sink)` reads them, by a model_info or as one column.
template <class Row, class Read> auto raw_rows(const Read& read) {
    std::vector<std::conditional_t<std::is_same_v<Row, bool>, boxed_bool, Row>> rows;
    using value = typename field_traits<Row>::value;
    if constexpr (has_codec<value>) {
        if constexpr (holds<value_rules<value>>())
            read(column_info{"", "", &ops_of<value>(), field_traits<Row>::optional, 0}, sink_into(rows));
    } else if constexpr (holds<result_rules<Row>>()) {
        read(describe<Row>(), sink_into(rows));
    }
    if constexpr (std::is_same_v<Row, bool>)
        return std::vector<bool>(rows.begin(), rows.end());
    else
        return rows;
}

MATVIEW_EXPORT std::int64_t read_count(session& from, const query_state& query);
MATVIEW_EXPORT bool read_exists(session& from, const query_state& query);

[[noreturn]] MATVIEW_EXPORT void fail_get(const rendered& query, std::size_t rows);

}  // namespace detail
}  // namespace matview::inline v0
