// from<T>(): a query over a model, as an immutable value.
#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>

#include <matview/query/operators.hpp>
#include <matview/query/rules.hpp>
#include <matview/query/state.hpp>

namespace matview::inline v0 {

/// A question about the rows of T, asked by `fetch`, `first`, `get`, `count`, … of a session. Each verb returns a new query and
/// leaves this one as it is (called on an rvalue, it re-uses its storage). Needs no connection; threads may share it.
template <class T> class query {
public:
    using model = T;

    query() : state_(detail::describe<T>()) { detail::holds<detail::model_rules<T>>(); }
    /// For the library itself.
    explicit query(detail::query_state state) : state_(std::move(state)) {}

    /// Rows for which all the conditions hold. Several calls add up.
    template <class... C> [[nodiscard]] query filter(const C&... conditions) const& {
        return query(*this).filter(conditions...);
    }
    template <class... C> [[nodiscard]] query filter(const C&... conditions) && {
        if constexpr (detail::holds<detail::condition_rules<T, C>...>())
            (state_.keep(detail::as_condition(conditions).root()), ...);
        return renewed();
    }

    /// Rows for which the conditions, taken together, do not hold; those where they are unknown (NULL) stay, as with Django.
    template <class... C> [[nodiscard]] query exclude(const C&... conditions) const& {
        return query(*this).exclude(conditions...);
    }
    template <class... C> [[nodiscard]] query exclude(const C&... conditions) && {
        if constexpr (detail::holds<detail::condition_rules<T, C>...>()) {
            detail::node_ptr all;
            ((all = detail::make_all(std::move(all), detail::as_condition(conditions).root())), ...);
            state_.exclude(std::move(all));
        }
        return renewed();
    }

    /// The order of the rows: asc<&T::a>, desc<&T::b>, a column, which ascends, or asc() or desc() of an expression. Takes the place of
    /// an earlier order.
    template <class... O> [[nodiscard]] query order_by(const O&... terms) const& {
        return query(*this).order_by(terms...);
    }
    template <class... O> [[nodiscard]] query order_by(const O&... terms) && {
        state_.order.clear();
        if constexpr (detail::holds<detail::term_order_rules<T, O>...>()) (add_order(terms), ...);
        return renewed();
    }

    /// At most so many rows, counted behind the offset. Throws query_error when negative.
    [[nodiscard]] query limit(std::int64_t rows) const& { return query(*this).limit(rows); }
    [[nodiscard]] query limit(std::int64_t rows) && {
        state_.limit = detail::checked_count(rows, "limit");
        return renewed();
    }

    /// Leaves out the first so many rows. Throws query_error when negative.
    [[nodiscard]] query offset(std::int64_t rows) const& { return query(*this).offset(rows); }
    [[nodiscard]] query offset(std::int64_t rows) && {
        state_.offset = detail::checked_count(rows, "offset");
        return renewed();
    }

    /// Rows that are equal in all that is read come once. What the rows are ordered by counts too, as with Django.
    [[nodiscard]] query distinct() const& { return query(*this).distinct(); }
    [[nodiscard]] query distinct() && {
        state_.distinct = true;
        return renewed();
    }

    /// Reads these fields; the others, which must be std::optional, stay empty. Takes the place of an earlier only or defer.
    template <auto... Fields> [[nodiscard]] query only() const& { return query(*this).template only<Fields...>(); }
    template <auto... Fields> [[nodiscard]] query only() && {
        if constexpr (detail::holds<detail::only_rules<T, Fields...>>())
            state_.only({detail::member_name<Fields>()...});
        return renewed();
    }
    /// Reads all fields but these, which must be std::optional and stay empty. Several calls add up.
    template <auto... Fields> [[nodiscard]] query defer() const& { return query(*this).template defer<Fields...>(); }
    template <auto... Fields> [[nodiscard]] query defer() && {
        if constexpr (detail::holds<detail::defer_rules<T, Fields...>>())
            state_.defer({detail::member_name<Fields>()...});
        return renewed();
    }

    /// Brings the related rows along: one relation, or a path of several (&Result::user, &User::team). Joined LEFT, so it never
    /// changes which rows come back. Several calls add up. select_related<inner<&Result::user>>() leaves out the rows whose related
    /// row is gone or whose key is NULL.
    template <auto... Path> [[nodiscard]] query select_related() const& {
        return query(*this).template select_related<Path...>();
    }
    template <auto... Path> [[nodiscard]] query select_related() && {
        if constexpr (detail::holds<detail::relation_rules<T, Path...>>()) select<Path...>();
        return renewed();
    }
    template <auto... Path> [[nodiscard]] query select_related(inner_t<Path...>) const& {
        return query(*this).template select_related<inner<Path...>>();
    }
    template <auto... Path> [[nodiscard]] query select_related(inner_t<Path...>) && {
        return std::move(*this).template select_related<inner<Path...>>();
    }

    /// The SQL text of `fetch` and its parameters, kept once rendered. The reference lives as long as this query is not changed.
    const statement& sql() const& { return rendered().sql; }
    statement sql() && { return rendered().sql; }

    // Writes, which a view does not take: each ends in a sentence.
    template <class... A> query update(const A&...) const { return refuse_write(); }
    template <class... A> query insert(const A&...) const { return refuse_write(); }
    template <class... A> query create(const A&...) const { return refuse_write(); }
    template <class... A> query save(const A&...) const { return refuse_write(); }
    template <class... A> query remove(const A&...) const { return refuse_write(); }
    template <class... A> query erase(const A&...) const { return refuse_write(); }

    const detail::query_state& state() const noexcept { return state_; }
    const detail::rendered& rendered() const { return rendering_.of(state_); }

private:
    query&& renewed() {
        rendering_.clear();
        return std::move(*this);
    }
    template <direction D, nulls N, auto... Path> void add_order(order_t<D, N, Path...>) {
        state_.order_by(detail::path_of<T, Path...>(), D, N);
    }
    template <auto... Path> void add_order(column_t<T, Path...>) { add_order(asc<Path...>); }
    void add_order(const ordering<T>& by) { state_.order_by(by.root(), by.way(), by.place()); }
    template <class V> void add_order(const expression<T, V>& by) { add_order(by.asc()); }
    template <auto... Path> void select() {
        if constexpr ((detail::is_inner<decltype(Path)> && ...))
            (need(Path), ...);
        else
            state_.select(detail::relation_path_of<T, Path...>());
    }
    template <auto... Path> void need(inner_t<Path...>) {
        state_.need(detail::relation_path_of<T, Path...>());
        state_.select(detail::relation_path_of<T, Path...>());
    }
    query refuse_write() const {
        detail::holds<detail::rule_read_only<T>>();
        return *this;
    }

    detail::query_state state_;
    detail::rendering rendering_;
};

namespace detail {
template <class A, class B> query<A> combined(const query<A>& left, const query<B>& right, bool any) {
    if constexpr (holds<rule_same_model<A, B>>())
        return query<A>(combine(left.state(), right.state(), any));
    else
        return left;
}
}  // namespace detail

/// The rows that either query gives; `&`: those that both give. Both are of the same model and without limit or offset, else
/// query_error is thrown. What the left one selects is kept, and the order of the right one, where it has any: as with Django.
template <class A, class B> [[nodiscard]] query<A> operator|(const query<A>& left, const query<B>& right) {
    return detail::combined(left, right, true);
}
template <class A, class B> [[nodiscard]] query<A> operator&(const query<A>& left, const query<B>& right) {
    return detail::combined(left, right, false);
}

/// The query for all rows of T.
template <class T> [[nodiscard]] query<T> from() { return query<T>(); }

}  // namespace matview::inline v0
