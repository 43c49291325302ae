// What may go into a query: one rule a type, with one sentence that says what to do.
#pragma once

#include <type_traits>

#include <matview/query/column.hpp>

namespace matview::detail {

template <class T, class C> constexpr bool about() {
    if constexpr (is_logical<C>)
        return std::is_same_v<typename C::model, T>;
    else
        return true;
}

template <class C> struct rule_is_condition {
    static constexpr bool ok = is_logical<C>;
    static_assert(ok, "matview: filter and exclude take conditions: compare a column, as in filter(col<&T::a> == 1)");
};
template <class T, class C> struct rule_condition_model {
    static constexpr bool ok = about<T, C>();
    static_assert(
        ok,
        "matview: this condition is about another model than the query: name the column through the relation, "
        "col<&DailyLeaderboard::user, &User::username>");
};
template <class T, class C> struct rule_condition {
    static constexpr bool check() {
        if constexpr (rule_is_condition<C>::ok)
            return rule_condition_model<T, C>::ok;
        else
            return false;
    }
    static constexpr bool ok = check();
};

template <class O> struct rule_order_term {
    static constexpr bool ok = sizeof(O) == 0;
    static_assert(ok, "matview: order_by takes columns: asc<&T::a>, desc<&T::b>, or col<&T::a>");
};
template <class T, class Model> struct rule_order_model {
    static constexpr bool ok = std::is_same_v<T, Model>;
    static_assert(ok,
                  "matview: this order names a model that is not in the query: name the column through the relation, "
                  "desc<&DailyLeaderboard::user, &User::username>");
};
template <class T, auto... Path> constexpr bool order_ok() {
    if constexpr (path_ok<Path...>())
        return rule_order_model<T, path_model<Path...>>::ok;
    else
        return false;
}

template <auto... Path> struct rule_selects_relation {
    static constexpr bool ok = sizeof...(Path) > 0 && (field_traits<member_type<Path>>::relation && ...);
    static_assert(ok,
                  "matview: select_related takes foreign keys: name a field of type matview::foreign_key<…>; plain "
                  "fields come by themselves");
};
template <class T, class Model> struct rule_relation_model {
    static constexpr bool ok = std::is_same_v<T, Model>;
    static_assert(
        ok,
        "matview: select_related names a relation of another model than the query: start the path at the query's own "
        "model, and give one path a call");
};
template <class T, auto... Path> constexpr bool relations_ok() {
    if constexpr (rule_path_members<Path...>::ok)
        if constexpr (rule_selects_relation<Path...>::ok)
            if constexpr (rule_relation_model<T, path_model<Path...>>::ok) return links_ok<Path...>();
    return false;
}

template <class T, class... Arguments> struct rule_read_only {
    static constexpr bool ok = sizeof(T) == 0;
    static_assert(ok, "matview: a view takes no writes: change its base tables by execute(sql), then refresh the view");
};

}  // namespace matview::detail
