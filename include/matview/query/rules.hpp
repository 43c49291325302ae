// What may go into a query: one rule a type, with one sentence that says what to do.
#pragma once

#include <type_traits>

#include <matview/query/column.hpp>

namespace matview::inline v0::detail {

template <class C> struct rule_is_condition {
    static constexpr bool ok = is_logical<C>;
    static auto say() {
        static_assert(ok,
                      "matview: filter and exclude take conditions: compare a column, as in filter(col<&T::a> == 1)");
    }
};
template <class T, class C> struct rule_condition_model {
    using model = typename term_model<C>::type;
    static constexpr bool ok = std::is_same_v<model, T> || std::is_same_v<model, no_model>;
    static auto say() {
        static_assert(
            ok,
            "matview: this condition is about another model than the query: name the column through the relation, "
            "col<&DailyLeaderboard::user, &User::username>");
    }
};
template <class T, class C>
struct condition_rules : rules<model_rules<T>, term_rules<C>, rule_is_condition<C>, rule_condition_model<T, C>> {};

template <class O> struct rule_order_term {
    static constexpr bool ok = never<O>;
    static auto say() { static_assert(ok, "matview: order_by takes columns: asc<&T::a>, desc<&T::b>, or col<&T::a>"); }
};
template <class T, class Model> struct rule_order_model {
    static constexpr bool ok = std::is_same_v<T, Model>;
    static auto say() {
        static_assert(ok,
                      "matview: this order names a model that is not in the query: name the column through the "
                      "relation, desc<&DailyLeaderboard::user, &User::username>");
    }
};
template <class T, auto... Path>
struct order_rules
    : rules<model_rules<T>, path_rules<Path...>, rule_order_model<T, path_model<Path...>>, column_rules<Path...>> {};

template <class T, class O> struct term_order_rules : rules<model_rules<T>, rule_order_term<O>> {};
template <class T, direction D, nulls N, auto... Path>
struct term_order_rules<T, order_t<D, N, Path...>> : order_rules<T, Path...> {};
template <class T, class M, auto... Path> struct term_order_rules<T, column_t<M, Path...>> : order_rules<T, Path...> {};
template <class T, class U> struct term_order_rules<T, ordering<U>> : rules<model_rules<T>, rule_order_model<T, U>> {};
template <class T, class U, class V>
struct term_order_rules<T, expression<U, V>> : rules<model_rules<T>, rule_order_model<T, U>> {};

template <class P> inline constexpr bool is_inner = false;
template <auto... Path> inline constexpr bool is_inner<const inner_t<Path...>> = true;
template <auto... Path> inline constexpr bool is_inner<inner_t<Path...>> = true;

template <auto Member> constexpr bool is_relation() {
    if constexpr (std::is_member_object_pointer_v<decltype(Member)>)
        return field_traits<member_type<Member>>::relation;
    else
        return false;
}
template <auto... Path> struct rule_selects_relation {
    static constexpr bool ok = sizeof...(Path) > 0 && (is_relation<Path>() && ...);
    static auto say() {
        static_assert(ok,
                      "matview: select_related takes foreign keys: name a field of type matview::foreign_key<T>; plain "
                      "fields come by themselves");
    }
};
template <class T, class Model> struct rule_relation_model {
    static constexpr bool ok = std::is_same_v<T, Model>;
    static auto say() {
        static_assert(
            ok,
            "matview: select_related names a relation of another model than the query: start the path at the query's "
            "own model, and give one path a call");
    }
};
template <auto Member> struct step_rules { using broken = typename join_rules<member_type<Member>>::broken; };
template <class T, auto... Path>
struct relation_rules : rules<model_rules<T>, rule_selects_relation<Path...>, link_rules<Path...>,
                              rule_relation_model<T, path_model<Path...>>, step_rules<Path>...> {};

template <class T, auto... Path, inner_t<Path...> Inner>
struct relation_rules<T, Inner> : relation_rules<T, Path...> {};

template <class T, auto... Fields> struct rule_own_fields {
    static constexpr bool ok = sizeof...(Fields) > 0 && (is_field_of<T, Fields>() && ...);
    static auto say() {
        static_assert(ok,
                      "matview: only and defer take fields of the query's own model: only<&T::a, &T::b>(); what "
                      "select_related brings along is read whole");
    }
};
template <auto... Fields> constexpr bool names_field(std::string_view field) {
    return ((field == member_name<Fields>()) || ...);
}
/// `only` leaves out what it does not name, `defer` what it names.
template <class T, bool Named, auto... Fields, std::size_t... I>
constexpr bool left_out_are_optional(std::index_sequence<I...>) {
    return ((names_field<Fields...>(field_name<T, I>()) != Named || field_traits<field_type<T, I>>::optional) && ...);
}
template <class T, bool Named, auto... Fields> struct rule_left_out_optional {
    static constexpr bool ok = left_out_are_optional<T, Named, Fields...>(std::make_index_sequence<field_count<T>>{});
    static auto say() {
        static_assert(
            ok,
            "matview: a field that only or defer leaves out must be std::optional, for it stays empty: name it "
            "in only, or make it std::optional");
    }
};
template <class T, auto... Fields>
struct only_rules : rules<model_rules<T>, rule_own_fields<T, Fields...>, rule_left_out_optional<T, false, Fields...>> {
};
template <class T, auto... Fields>
struct defer_rules : rules<model_rules<T>, rule_own_fields<T, Fields...>, rule_left_out_optional<T, true, Fields...>> {
};

template <class... What> struct rule_read_only {
    static constexpr bool ok = never<What...>;
    static auto say() {
        static_assert(ok,
                      "matview: a view takes no writes: change its base tables by execute(sql), then refresh the view");
    }
};

}  // namespace matview::inline v0::detail
