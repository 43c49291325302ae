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

    /// The order of the rows: asc<&T::a>, desc<&T::b>, or a column, which ascends. Takes the place of an earlier order.
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

    /// Brings the related rows along: one relation, or a path of several (&Result::user, &User::team). Joined LEFT, so it never
    /// changes which rows come back. Several calls add up.
    template <auto... Path> [[nodiscard]] query select_related() const& {
        return query(*this).template select_related<Path...>();
    }
    template <auto... Path> [[nodiscard]] query select_related() && {
        if constexpr (detail::holds<detail::relation_rules<T, Path...>>())
            state_.select(detail::relation_path_of<Path...>());
        return renewed();
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
        state_.order_by(detail::path_of<Path...>(), D, N);
    }
    template <auto... Path> void add_order(column_t<Path...>) { add_order(asc<Path...>); }
    query refuse_write() const {
        detail::holds<detail::rule_read_only<T>>();
        return *this;
    }

    detail::query_state state_;
    detail::rendering rendering_;
};

/// The query for all rows of T.
template <class T> [[nodiscard]] query<T> from() { return query<T>(); }

}  // namespace matview::inline v0
