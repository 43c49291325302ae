// expression<T, V>: a value worked out from columns of a model, as in col<&Board::won> * 2 - col<&Board::lost>.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <utility>

#include <matview/query/comparison.hpp>
#include <matview/query/filters.hpp>
#include <matview/query/ordering.hpp>

namespace matview::inline v0 {

/// Made by + - * / % on columns, where V is std::int64_t, double or numeric, which the server works it out as; and by what looks into a
/// column (.length(), .at(1), ["key"], .lower()). Compared, joined and ordered as a column of V is, and has the filters of V; a bool is a
/// condition by itself. Immutable, cheap to copy, shared between threads freely.
template <class T, class V> class expression : public detail::filters<expression<T, V>> {
public:
    using model = T;
    using value_type = V;
    using rules = detail::term_rules<expression>;

    expression() = default;  // what a broken rule leaves behind
    explicit expression(detail::node_ptr root) : root_(std::move(root)) {}

    /// Equal to one of the values, which travel as one array parameter.
    template <class Range> condition<T> in(const Range& values) const {
        if constexpr (detail::holds<rules, detail::list_rules<V, Range>>())
            return condition<T>(detail::value_in<V>(root_, values));
        else
            return {};
    }
    template <class O> condition<T> in(std::initializer_list<O> values) const {
        return in<std::initializer_list<O>>(values);
    }
    /// At least `low` and at most `high`.
    template <class Low, class High> condition<T> between(const Low& low, const High& high) const {
        if constexpr (detail::holds<rules, detail::ordering_rules<V, Low>, detail::ordering_rules<V, High>>())
            return condition<T>(detail::make_all(detail::compare_root<V>(root_, ">=", low),
                                                 detail::compare_root<V>(root_, "<=", high)));
        else
            return {};
    }
    condition<T> is_null() const { return condition<T>(detail::make_is_null(root_)); }
    condition<T> is_not_null() const { return condition<T>(detail::make_not_true(is_null().root())); }

    ordering<T> asc() const { return {root_, direction::ascending}; }
    ordering<T> desc() const { return {root_, direction::descending}; }

    const detail::node_ptr& root() const noexcept { return root_; }

private:
    detail::node_ptr root_;
};

}  // namespace matview::inline v0
