// ordering<T>: an order by a worked-out value, as in (col<&Board::won> - col<&Board::lost>).desc().
#pragma once

#include <utility>

#include <matview/model/order.hpp>
#include <matview/query/node.hpp>

namespace matview::inline v0 {

/// Made by asc() and desc() of an expression. Immutable, shared between threads freely.
template <class T> class ordering {
public:
    using model = T;

    ordering(detail::node_ptr root, direction way, nulls place = nulls::by_direction)
        : root_(std::move(root)), way_(way), place_(place) {}

    ordering nulls_first() const { return {root_, way_, nulls::first}; }
    ordering nulls_last() const { return {root_, way_, nulls::last}; }

    const detail::node_ptr& root() const noexcept { return root_; }
    direction way() const noexcept { return way_; }
    nulls place() const noexcept { return place_; }

private:
    detail::node_ptr root_;
    direction way_;
    nulls place_;
};

}  // namespace matview::inline v0
