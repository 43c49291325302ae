// condition<T>: a test on rows of a model, as a value.
#pragma once

#include <iterator>
#include <type_traits>
#include <utility>

#include <matview/query/node.hpp>

namespace matview::inline v0 {

/// Made by comparing columns, joined by && and ||, negated by !. One made by default is true for every row, wherever it stands: so
/// start from it where conditions are joined by &&, and use any_of where they are joined by ||. `!p` keeps the rows for which p is false
/// or unknown (NULL), as Django's exclude. Immutable, cheap to copy, shared between threads freely.
template <class T> class condition {
public:
    using model = T;

    condition() = default;
    explicit condition(detail::node_ptr root) : root_(std::move(root)) {}

    const detail::node_ptr& root() const noexcept { return root_; }

private:
    detail::node_ptr root_;
};

/// One of the conditions holds; for no conditions, no row. Takes any range of condition<T>: any_of(conditions).
template <class Range, class C = std::remove_cvref_t<decltype(*std::begin(std::declval<const Range&>()))>>
C any_of(const Range& conditions) {
    detail::node_ptr any = detail::make_never();
    for (const C& one : conditions) any = detail::make_any(std::move(any), one.root());
    return C(std::move(any));
}
/// All of the conditions hold; for no conditions, every row.
template <class Range, class C = std::remove_cvref_t<decltype(*std::begin(std::declval<const Range&>()))>>
C all_of(const Range& conditions) {
    C all;
    for (const C& one : conditions) all = C(detail::make_all(all.root(), one.root()));
    return all;
}

namespace detail {

template <class C> inline constexpr bool is_condition = false;
template <class T> inline constexpr bool is_condition<condition<T>> = true;

template <class A, class B> struct rule_same_model {
    static constexpr bool ok = std::is_same_v<A, B>;
    static auto say() {
        static_assert(
            ok,
            "matview: both sides must be about the same model: name the other model's column through the relation, "
            "col<&DailyLeaderboard::user, &User::username>");
    }
};

}  // namespace detail
}  // namespace matview::inline v0
