// A way through relations to a field: &DailyLeaderboard::user, &User::username.
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <vector>

#include <matview/export.hpp>
#include <matview/model/describe.hpp>
#include <matview/model/related_store.hpp>

namespace matview::inline v0::detail {

/// How the rows behind a foreign key are put into place.
struct join_calls {
    // Makes an empty related row and returns it; null where the key is NULL.
    void* (*begin_row)(void* field, related_store& rows) = nullptr;
    void (*mark_missing)(void* field) = nullptr;
    std::size_t row_size = 0;  // of such a row in a related_store
    bool operator==(const join_calls&) const = default;
};

/// One join of a path: a foreign key, the model it leads to, and the calls for its rows.
struct join_step {
    const field_info* key = nullptr;
    const model_info* target = nullptr;
    join_calls calls = {};
    bool operator==(const join_step&) const = default;
};

struct MATVIEW_EXPORT path_info {
    explicit path_info(const model_info& from);
    path_info(const path_info&);
    path_info(path_info&&) noexcept;
    ~path_info();

    void add_join(const model_info& from, std::string_view key, const model_info& to, const join_calls& calls);
    void end_at(const model_info& model, std::string_view name) { field = &model.field(name); }

    const model_info* root;
    std::vector<join_step> joins;
    const field_info* field = nullptr;  // of the model that the last join leads to
    const model_info& owner() const { return joins.empty() ? *root : *joins.back().target; }
};

template <auto... Path> struct rule_path_members {
    static constexpr bool ok = sizeof...(Path) > 0 && (std::is_member_object_pointer_v<decltype(Path)> && ...);
    static auto say() {
        static_assert(ok, "matview: a column is named by pointers to fields: matview::col<&Model::field>");
    }
};

template <auto From, auto To> struct rule_path_link {
    template <class Traits> static constexpr bool leads() {
        if constexpr (Traits::relation)
            return std::is_same_v<typename Traits::model, member_class<To>>;
        else
            return false;
    }
    static constexpr bool ok = leads<field_traits<member_type<From>>>();
    static auto say() {
        static_assert(ok,
                      "matview: each member of a path but the last must be a foreign key to the next one's model: "
                      "matview::col<&DailyLeaderboard::user, &User::username>");
    }
};

template <auto... Path> struct link_rules : rules<> {};
template <auto From, auto To, auto... More>
struct link_rules<From, To, More...> : rules<rule_path_link<From, To>, link_rules<To, More...>> {};
/// The path itself: needs no complete model.
template <auto... Path> struct path_rules : rules<rule_path_members<Path...>, link_rules<Path...>> {};

/// What stands for the model and the field of a path that is none.
struct no_model {};

template <auto First, auto...> struct first_of { static constexpr auto value = First; };
template <auto First, auto... More> struct last_of : last_of<More...> {};
template <auto Only> struct last_of<Only> { static constexpr auto value = Only; };

template <bool Ok, auto... Path> struct path_ends {
    using model = member_class<first_of<Path...>::value>;
    using field = member_type<last_of<Path...>::value>;
};
template <auto... Path> struct path_ends<false, Path...> {
    using model = no_model;
    using field = no_model;
};
template <auto... Path> using path_model = typename path_ends<keeps<path_rules<Path...>>, Path...>::model;
template <auto... Path> using path_field = typename path_ends<keeps<path_rules<Path...>>, Path...>::field;

/// The models on the way, which a join for each member but the last passes through.
template <auto... Path> struct way_rules : rules<> {};
template <auto Join, auto Next, auto... More> struct way_rules<Join, Next, More...> {
    using broken = typename rules<join_rules<member_type<Join>>, way_rules<Next, More...>>::broken;
};
template <auto... Path> struct column_rules {
    using broken = typename rules<path_rules<Path...>, model_rules<path_model<Path...>>, way_rules<Path...>>::broken;
};

template <class F> void* begin_related(void* field, related_store& rows) {
    auto* key = key_in(*static_cast<F*>(field));
    if (!key) return nullptr;
    auto* row = rows.make<typename field_traits<F>::model>();
    foreign_key_access::row(*key).hold(row);
    return &row->row;
}
template <class F> void mark_related_missing(void* field) {
    if (auto* key = key_in(*static_cast<F*>(field))) foreign_key_access::row(*key).mark_missing();
}

// The model goes along as a type wherever a member would do: GCC gives functions over a pointer to a member of an anonymous namespace's struct
// external linkage, so that such structs of the same name in two files would share them. A type argument keeps them apart.
template <class Model, auto Member> bool add_join(path_info& path) {
    using F = member_type<Member>;
    using target = typename field_traits<F>::model;
    path.add_join(describe<member_class<Member>>(), member_name<Member>(), describe<target>(),
                  {&begin_related<F>, &mark_related_missing<F>, related_size<target>});
    return true;
}

template <class Model, auto Last> path_info&& add_path(path_info&& path) {
    path.end_at(describe<member_class<Last>>(), member_name<Last>());
    return std::move(path);
}
template <class Model, auto Join, auto Next, auto... More> path_info&& add_path(path_info&& path) {
    add_join<Model, Join>(path);
    return add_path<Model, Next, More...>(std::move(path));
}
template <class Model, auto... Path> path_info&& add_joins(path_info&& path) {
    (add_join<Model, Path>(path) && ...);
    return std::move(path);
}

/// The path from a model, made once a program.
template <class Model, auto... Path> const path_info& path_of() {
    static const path_info path = add_path<Model, Path...>(path_info(describe<Model>()));
    return path;
}
/// The joins that lead to the last member's related rows, that member's own included.
template <class Model, auto... Path> const path_info& relation_path_of() {
    static const path_info path = add_joins<Model, Path...>(path_info(describe<Model>()));
    return path;
}

}  // namespace matview::inline v0::detail
