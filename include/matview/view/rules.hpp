// What can be done to which relation: one rule a type, with one sentence that says what to do.
#pragma once

#include <matview/model/rules.hpp>

namespace matview::inline v0::detail {

template <class T> constexpr bool is_kind(relation_kind kind) {
    return static_cast<relation>(meta_of<T>::relation).kind == kind;
}

template <class T> struct rule_materialized {
    static constexpr bool ok = is_kind<T>(relation_kind::materialized_view);
    static auto say() {
        static_assert(ok,
                      "matview: this verb needs a materialized view: give the model `relation = "
                      "matview::materialized_view(\"name\")`; tables and plain views are never refreshed");
    }
};
template <class T> struct rule_is_view {
    static constexpr bool ok = !is_kind<T>(relation_kind::table);
    static auto say() {
        static_assert(ok,
                      "matview: create and drop take views: tables belong to whoever writes them, use execute(sql)");
    }
};
template <class T> struct rule_has_definition {
    static constexpr bool ok = has_definition<T>;
    static auto say() {
        static_assert(
            ok,
            "matview: create needs the view's definition: add `static constexpr auto definition = R\"sql(SELECT "
            "...)sql\";` to its Meta");
    }
};
template <class T> struct rule_indexable {
    static constexpr bool ok = is_kind<T>(relation_kind::materialized_view) || !has_indexes<T>;
    static auto say() {
        static_assert(ok, "matview: a plain view has no indexes: remove Meta::indexes, or make it a materialized view");
    }
};

template <class T> constexpr bool materialized() { return holds<model_rules<T>, rule_materialized<T>>(); }
template <class T> constexpr bool droppable() { return holds<model_rules<T>, rule_is_view<T>>(); }
template <class T> constexpr bool creatable() {
    return holds<model_rules<T>, rule_is_view<T>, rule_has_definition<T>, rule_indexable<T>>();
}

}  // namespace matview::inline v0::detail
