// col<&Model::field>: a column in an expression, also across relations.
#pragma once

#include <initializer_list>

#include <matview/model/order.hpp>
#include <matview/query/comparison.hpp>
#include <matview/query/expression.hpp>
#include <matview/query/lookup.hpp>

namespace matview::inline v0 {

/// A column of a model. Empty; made by `col`.
template <class Model, auto... Path> struct column_t {
    using model = Model;
    using field = detail::path_field<Path...>;
    using rules = detail::column_rules<Path...>;

    /// Equal to one of the values, which travel as one array parameter. In an empty list is no row.
    template <class Range> condition<model> in(const Range& values) const {
        if constexpr (detail::holds<rules, detail::list_rules<field, Range>>())
            return condition<model>(detail::compare_in<field>(path(), values));
        else
            return {};
    }
    template <class V> condition<model> in(std::initializer_list<V> values) const {
        return in<std::initializer_list<V>>(values);
    }
    /// At least `low` and at most `high`.
    template <class Low, class High> condition<model> between(const Low& low, const High& high) const {
        if constexpr (detail::holds<rules, detail::ordering_rules<field, Low>, detail::ordering_rules<field, High>>())
            return condition<model>(detail::make_all(detail::compare_order<field>(path(), ">=", low),
                                                     detail::compare_order<field>(path(), "<=", high)));
        else
            return {};
    }
    /// IS NULL; across relations also where the related row is gone.
    condition<model> is_null() const {
        if constexpr (detail::holds<rules>())
            return condition<model>(detail::compare_null<field>(path()));
        else
            return {};
    }
    condition<model> is_not_null() const { return condition<model>(detail::make_not_true(is_null().root())); }

    // Tests on text. `%`, `_` and `\` stand for themselves. A NULL passes none of them. Compared is what the column's text is, also
    // of a citext column, without the blanks at the end of char(n).

    /// https://www.postgresql.org/docs/current/functions-matching.html
    template <class S> condition<model> contains(const S& text) const {
        return look_up<detail::lookup::contains>(text);
    }
    template <class S> condition<model> starts_with(const S& text) const {
        return look_up<detail::lookup::starts_with>(text);
    }
    template <class S> condition<model> ends_with(const S& text) const {
        return look_up<detail::lookup::ends_with>(text);
    }
    /// Not minding the case: both sides go through lower(), so an index on lower(column) serves.
    template <class S> condition<model> icontains(const S& text) const {
        return look_up<detail::lookup::icontains>(text);
    }
    template <class S> condition<model> istarts_with(const S& text) const {
        return look_up<detail::lookup::istarts_with>(text);
    }
    template <class S> condition<model> iends_with(const S& text) const {
        return look_up<detail::lookup::iends_with>(text);
    }
    template <class S> condition<model> iexact(const S& text) const { return look_up<detail::lookup::iexact>(text); }
    /// A POSIX regular expression that matches anywhere in the text. The server refuses a malformed one: 2201B.
    template <class S> condition<model> regex(const S& pattern) const {
        return look_up<detail::lookup::regex>(pattern);
    }
    template <class S> condition<model> iregex(const S& pattern) const {
        return look_up<detail::lookup::iregex>(pattern);
    }

    constexpr auto asc() const noexcept { return matview::asc<Path...>; }
    constexpr auto desc() const noexcept { return matview::desc<Path...>; }

    static const detail::path_info& path() { return detail::path_of<Model, Path...>(); }

private:
    template <detail::lookup What, class S> condition<model> look_up(const S& text) const {
        if constexpr (detail::holds<rules, detail::lookup_rules<typename detail::field_traits<field>::value, S>>())
            return condition<model>(detail::make_lookup(What, detail::make_column(path()), text));
        else
            return {};
    }
};

/// `col<&User::username>`; across relations `col<&DailyLeaderboard::user, &User::username>`. A bool column is a condition by itself.
template <auto... Path> inline constexpr column_t<detail::path_model<Path...>, Path...> col{};

namespace detail {
template <class E> inline constexpr bool is_column = false;
template <class M, auto... Path> inline constexpr bool is_column<column_t<M, Path...>> = true;

template <class E> constexpr bool logical() {
    if constexpr (is_condition<E>)
        return true;
    else if constexpr (is_column<E>)
        return std::is_same_v<typename field_traits<typename E::field>::value, bool>;
    else
        return false;
}
/// A condition, or a bool column, which is one by itself.
template <class E> inline constexpr bool is_logical = logical<E>();

/// A column, a number worked out, a condition: what operators are there for.
template <class E> inline constexpr bool is_term = is_column<E> || is_expression<E> || is_condition<E>;

template <class L, class R>
concept operands = is_term<L> || is_term<R>;

template <class E> struct term_model { using type = no_model; };
template <class E>
requires is_term<E>
struct term_model<E> {
    using type = typename E::model;
};

template <class E> struct term_rules : rules<> {};
template <class M, auto... Path> struct term_rules<column_t<M, Path...>> : column_rules<Path...> {};

/// What a column or an expression is in a comparison with another one.
template <class E> node_ptr value_node(const E& e) {
    if constexpr (is_column<E>)
        return make_column(E::path());
    else
        return e.root();
}

template <class E> auto as_condition(const E& e) {
    if constexpr (is_column<E>)
        return condition<typename E::model>(make_column(E::path()));
    else
        return e;
}
}  // namespace detail

}  // namespace matview::inline v0
