// What is asked of columns and expressions beyond comparisons: tests on text, arrays, JSON and ranges.
#pragma once

#include <initializer_list>
#include <utility>

#include <matview/query/array.hpp>
#include <matview/query/json_path.hpp>
#include <matview/query/lookup.hpp>
#include <matview/query/question.hpp>
#include <matview/query/range.hpp>

namespace matview::inline v0::detail {

template <class V> struct rule_contains_field {
    static constexpr bool ok = questions<V>::takes(question::contains);
    static auto say() {
        static_assert(questions<V>::takes(question::contains),
                      "matview: contains looks into text, arrays, JSON and ranges: the field must be a std::string, a "
                      "std::vector, a matview::json or a matview::range");
    }
};
template <class V> struct rule_contained_by_field {
    static constexpr bool ok = questions<V>::takes(question::contained_by);
    static auto say() {
        static_assert(questions<V>::takes(question::contained_by),
                      "matview: contained_by is asked of arrays, JSON and ranges: the field must be a std::vector, a "
                      "matview::json or a matview::range; of a value ask between or in");
    }
};
template <class V> struct rule_overlaps_field {
    static constexpr bool ok = questions<V>::takes(question::overlaps);
    static auto say() {
        static_assert(questions<V>::takes(question::overlaps),
                      "matview: overlaps is asked of arrays and ranges: the field must be a std::vector, a std::array "
                      "or a matview::range");
    }
};
template <class V> struct rule_array_field {
    static constexpr bool ok = is_container<V>;
    static auto say() {
        static_assert(is_container<V>,
                      "matview: length and at are asked of arrays: the field must be a std::vector or a std::array");
    }
};
template <class V> struct rule_json_field {
    static constexpr bool ok = is_json<V>;
    static auto say() {
        static_assert(is_json<V>,
                      "matview: [key], as and has_key look into JSON: the field must be a matview::json; an "
                      "element of an array is .at(1)");
    }
};
template <class V> struct rule_range_field {
    static constexpr bool ok = is_range<V> || is_multirange<V>;
    static auto say() {
        static_assert(is_range<V> || is_multirange<V>,
                      "matview: adjacent_to, fully_left, fully_right, lower, upper and is_empty are asked of ranges: "
                      "the field must be a matview::range or a matview::multirange");
    }
};
template <class I> struct rule_place {
    static constexpr bool ok = is_integer<I>;
    static auto say() {
        static_assert(is_integer<I>, "matview: at takes a place in the array, an integer; the first element is .at(1)");
    }
};

template <question What, class V> constexpr auto field_rule_of() {
    if constexpr (What == question::contains)
        return rule_contains_field<V>{};
    else if constexpr (What == question::contained_by)
        return rule_contained_by_field<V>{};
    else if constexpr (What == question::overlaps)
        return rule_overlaps_field<V>{};
    else if constexpr (What >= question::has_key)
        return rule_json_field<V>{};
    else
        return rule_range_field<V>{};
}

/// Another column, or an expression, as the operand.
template <class L, class R> struct other_term_rules : rules<> {};
template <class L, class R>
requires is_term<R>
struct other_term_rules<L, R> : rules<term_rules<R>, rule_same_model<typename L::model, typename R::model>> {
};

/// Looked at when the field takes the question.
template <question What, class L, class O> struct asked_rules {
    using V = held_by<L>;
    using broken = typename rules<rule_not_nullptr<V, O>, rule_not_optional<V, O>, other_term_rules<L, O>,
                                  typename questions<V>::template rules_for<What, operand_type<O>>>::broken;
};
template <question What, class L, class O> struct question_rules {
    using broken =
        typename rules<term_rules<L>, decltype(field_rule_of<What, held_by<L>>()), asked_rules<What, L, O>>::broken;
};

/// The filters of a column or an expression, which is Self. A field takes those that belong to its type; NULL passes none of them.
template <class Self> class filters {
public:
    /// Text: the operand is a part of it. An array: it holds the element, or all of a list's. JSON: it holds all of the operand's structure.
    /// A range: the value, or all of a range, lies within.
    /// https://www.postgresql.org/docs/current/functions-array.html functions-json.html functions-range.html
    template <class O> auto contains(const O& what) const { return ask<question::contains>(what); }
    template <class O> auto contains(std::initializer_list<O> what) const {
        return ask<question::contains, std::initializer_list<O>>(what);
    }
    /// An array, whose elements all are in the list; JSON or a range that lies within the operand.
    template <class O> auto contained_by(const O& what) const { return ask<question::contained_by>(what); }
    template <class O> auto contained_by(std::initializer_list<O> what) const {
        return ask<question::contained_by, std::initializer_list<O>>(what);
    }
    /// An array and a list have an element in common; two ranges a value.
    template <class O> auto overlaps(const O& what) const { return ask<question::overlaps>(what); }
    template <class O> auto overlaps(std::initializer_list<O> what) const {
        return ask<question::overlaps, std::initializer_list<O>>(what);
    }

    // Arrays.

    /// How many elements there are, in all dimensions: a number, to compare and to order by.
    auto length() const {
        if constexpr (holds<term_rules<Self>, rule_array_field<held_by<Self>>>())
            return expression<typename Self::model, std::int64_t>(make_call("pg_catalog.cardinality", node()));
        else
            return broken();
    }
    /// The element with that subscript: the first is 1, unless the array was made with other bounds. NULL where there is none, and in an
    /// array of several dimensions. Compared and ordered as a column of the element's type is.
    template <class I> auto at(const I& place) const {
        if constexpr (holds<term_rules<Self>, rule_array_field<held_by<Self>>, rule_place<I>>())
            return expression<typename Self::model, list_element<held_by<Self>>>(
                make_subscript(node(), make_value(place_parameter(place))));
        else
            return broken();
    }

    // JSON. What is json is looked into as jsonb.

    /// The value of a key, or the one at a place in an array: the first is 0, the last is -1. NULL where there is none.
    template <class K> auto operator[](const K& key) const {
        if constexpr (holds<term_rules<Self>, rule_json_field<held_by<Self>>, rule_json_step<operand_type<K>>>())
            return expression<typename Self::model, held_by<Self>>(json_step(node(), key));
        else
            return broken();
    }
    /// A value of JSON as a number, a bool or a text, to compare and to order by. As a text it is the text of any value, strings without
    /// their quotes; as all others it is NULL where the value is of another kind or beyond what the type holds. NULL also for JSON's null.
    template <class V> auto as() const {
        if constexpr (holds<term_rules<Self>, rule_json_field<held_by<Self>>, rule_json_value<V>>())
            return expression<typename Self::model, json_value<V>>(
                make_json_as(node(), json_as_of(std::type_identity<json_value<V>>{})));
        else
            return broken();
    }
    /// An object that has the key, or an array that has it as a string.
    template <class K> auto has_key(const K& key) const { return ask<question::has_key>(key); }
    template <class R> auto has_any_keys(const R& keys) const { return ask<question::has_any_keys>(keys); }
    template <class K> auto has_any_keys(std::initializer_list<K> keys) const {
        return ask<question::has_any_keys, std::initializer_list<K>>(keys);
    }
    template <class R> auto has_all_keys(const R& keys) const { return ask<question::has_all_keys>(keys); }
    template <class K> auto has_all_keys(std::initializer_list<K> keys) const {
        return ask<question::has_all_keys, std::initializer_list<K>>(keys);
    }

    // Ranges and multiranges. An empty one, of which these hold nothing, is not NULL.

    /// Two that have no value in common, and none between them.
    template <class R> auto adjacent_to(const R& range) const { return ask<question::adjacent_to>(range); }
    /// All of it lies before, or behind, all of the operand.
    template <class R> auto fully_left(const R& range) const { return ask<question::fully_left>(range); }
    template <class R> auto fully_right(const R& range) const { return ask<question::fully_right>(range); }
    /// The bounds, to compare and to order by; NULL where the range is empty or has no bound on that side. PostgreSQL writes ranges of
    /// integers and dates as [lower, upper), so that upper() lies just behind the last value.
    auto lower() const { return bound("pg_catalog.lower"); }
    auto upper() const { return bound("pg_catalog.upper"); }
    auto is_empty() const {
        using result = condition<typename Self::model>;
        if constexpr (holds<term_rules<Self>, rule_range_field<held_by<Self>>>())
            return result(make_call("pg_catalog.isempty", node()));
        else
            return result();
    }

    // Tests on text. `%`, `_` and `\` stand for themselves. Compared is what the column's text is, also of a citext column, without the
    // blanks at the end of char(n).

    /// https://www.postgresql.org/docs/current/functions-matching.html
    template <class S> auto starts_with(const S& text) const { return look_up<lookup::starts_with>(text); }
    template <class S> auto ends_with(const S& text) const { return look_up<lookup::ends_with>(text); }
    /// Not minding the case: both sides go through lower(), so an index on lower(column) serves.
    template <class S> auto icontains(const S& text) const { return look_up<lookup::icontains>(text); }
    template <class S> auto istarts_with(const S& text) const { return look_up<lookup::istarts_with>(text); }
    template <class S> auto iends_with(const S& text) const { return look_up<lookup::iends_with>(text); }
    template <class S> auto iexact(const S& text) const { return look_up<lookup::iexact>(text); }
    /// A POSIX regular expression that matches anywhere in the text. The server refuses a malformed one: 2201B.
    template <class S> auto regex(const S& pattern) const { return look_up<lookup::regex>(pattern); }
    template <class S> auto iregex(const S& pattern) const { return look_up<lookup::iregex>(pattern); }

private:
    static auto broken() { return expression<typename Self::model, no_value>(); }
    node_ptr node() const { return value_node(static_cast<const Self&>(*this)); }

    template <question What, class O> auto ask(const O& what) const {
        using result = condition<typename Self::model>;
        if constexpr (holds<question_rules<What, Self, O>>())
            return result(questions<held_by<Self>>::template ask<What>(node(), what));
        else
            return result();
    }
    auto bound(std::string_view function) const {
        if constexpr (holds<term_rules<Self>, rule_range_field<held_by<Self>>>())
            return expression<typename Self::model, bound_in<held_by<Self>>>(make_call(function, node()));
        else
            return broken();
    }
    template <lookup What, class S> auto look_up(const S& text) const {
        using result = condition<typename Self::model>;
        if constexpr (holds<term_rules<Self>, lookup_rules<held_by<Self>, S>>())
            return result(make_lookup(What, node(), text));
        else
            return result();
    }
};

}  // namespace matview::inline v0::detail
