// condition<T>: a test on rows of a model, as a value.
#pragma once

#include <type_traits>
#include <utility>

#include <matview/query/node.hpp>

namespace matview::inline v0 {

/// Made by comparing columns, joined by && and ||, negated by !. One made by default says nothing, as Django's Q(): every row passes
/// it, and joined to another it leaves that one as it is. Immutable, cheap to copy, shared between threads freely. `!p` keeps the rows for which p is false or unknown (NULL), as Django's exclude.
template <class T> class condition {
public:
    using model = T;

    condition() = default;
    explicit condition(detail::node_ptr root) : root_(std::move(root)) {}

    const detail::node_ptr& root() const noexcept { return root_; }

private:
    detail::node_ptr root_;
};

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
