// prefetch: the rows that refer to many rows, the reverse side of a relation, asked for at once.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <matview/db/bulk.hpp>
#include <matview/export.hpp>

namespace matview::inline v0 {
namespace detail {

template <auto Relation> struct rule_prefetch_relation {
    static constexpr bool ok = is_relation<Relation>();
    static auto say() {
        static_assert(ok,
                      "matview: prefetch is given the foreign key that leads back: db.prefetch<&User::team>(teams) "
                      "reads the users of all these teams");
    }
};
/// R holds rows that F refers to, or keys of them.
template <class F, class R> constexpr bool gives_referred() {
    if constexpr (rule_list<R>::ok)
        return keeps<element_rules<F, element_of<R>>>;
    else
        return false;
}
template <class F, class R> struct rule_prefetch_rows {
    static constexpr bool ok = gives_referred<F, R>();
    static auto say() {
        static_assert(ok,
                      "matview: prefetch takes a range of rows of the model that the foreign key refers to, or of "
                      "their keys: db.prefetch<&User::team>(teams)");
    }
};
template <class T, class Q> struct rule_prefetch_query {
    static constexpr bool ok = std::is_same_v<T, Q>;
    static auto say() {
        static_assert(ok,
                      "matview: prefetch's query is one of the model that holds the foreign key: "
                      "db.prefetch<&User::team>(from<User>().order_by(asc<&User::username>), teams)");
    }
};
template <class T, auto Relation> struct relation_back_rules {
    using broken =
        typename rules<rule_prefetch_relation<Relation>, model_rules<T>, rule_owned<T>, step_rules<Relation>>::broken;
};
template <class F, class R> struct referred_rules {
    using broken = typename rules<rule_prefetch_rows<F, R>, rule_key_told_apart<bound_key<F>>>::broken;
};
template <class T, auto Relation, class Q, class R> struct prefetch_rules {
    using broken = typename rules<rule_prefetch_query<T, Q>, relation_back_rules<T, Relation>,
                                  referred_rules<member_type<Relation>, R>>::broken;
};

/// The key of F that a row of its model, a foreign_key or a key holds; empty where no row of F's can hold it.
template <class F, class O> std::optional<bound_key<F>> referred_key(const O& operand) {
    if constexpr (std::is_same_v<O, typename field_traits<F>::model>)
        return primary_key_parts<O>::of_row(operand);
    else
        return bind_key<F>(operand);
}

[[noreturn]] MATVIEW_EXPORT void fail_not_prefetched(const model_info& model, std::string_view relation,
                                                     const std::string& key);
[[noreturn]] MATVIEW_EXPORT void fail_stray(const model_info& model, std::string_view relation, const std::string& key);

/// Where each group of rows begins, and where the last one ends.
MATVIEW_EXPORT std::vector<std::size_t> group_starts(const std::vector<std::size_t>& group_of_row, std::size_t groups);
/// The rows, group by group, in each of them as they were.
MATVIEW_EXPORT std::vector<std::size_t> by_group(const std::vector<std::size_t>& group_of_row,
                                                 std::vector<std::size_t> starts);

template <class T, auto Relation> struct prefetch_call;

}  // namespace detail

/// The rows of T that refer by Relation to the rows which `session::prefetch` was given. Owns them. As thread-safe as a plain struct.
template <class T, auto Relation> class prefetched {
public:
    prefetched() = default;

    /// Those that refer to one row: `of` is a row of the model that Relation refers to, a foreign_key to it, or its key. In the order of the
    /// query; none where no row refers to it. The span lives as long as this does. Throws not_loaded for a row that prefetch was not given.
    template <class O> std::span<const T> operator[](const O& of) const {
        using field = detail::member_type<Relation>;
        if constexpr (detail::holds<detail::element_rules<field, detail::operand_type<O>>>()) {
            const std::optional<bound> key = detail::referred_key<field>(of);
            if (!key) return {};
            const auto found = groups_.find(*key);
            if (found == groups_.end())
                detail::fail_not_prefetched(detail::describe<T>(), detail::member_name<Relation>(),
                                            detail::key_text(*key));
            return {rows_.data() + starts_[found->second], starts_[found->second + 1] - starts_[found->second]};
        } else {
            return {};
        }
    }
    /// All of them; those that refer to one row stand together.
    const detail::rows_of<T>& rows() const noexcept { return rows_; }

private:
    friend struct detail::prefetch_call<T, Relation>;
    using bound = detail::bound_key<detail::member_type<Relation>>;

    detail::key_index<bound> groups_;
    std::vector<std::size_t> starts_;  // of each group, and where the last one ends
    detail::rows_of<T> rows_;
};

namespace detail {

template <class T, auto Relation> struct prefetch_call {
    using field = member_type<Relation>;
    using parts = key_parts<T, key<Relation>>;

    template <class R> static prefetched<T, Relation> ask(session& from, const query<T>& q, const R& rows) {
        prefetched<T, Relation> made;
        const std::vector<node_ptr> columns = parts::columns();
        check_bulk(q.state(), "prefetch", columns);
        for (const auto& row : rows)
            if (auto key = referred_key<field>(row)) made.groups_.try_emplace(std::move(*key), made.groups_.size());
        rows_of<T> found;
        if (!made.groups_.empty())
            found = from.fetch(narrowed(q, key_list<typename parts::bound>(columns, made.groups_)));
        arrange(made, std::move(found));
        return made;
    }

private:
    static void arrange(prefetched<T, Relation>& made, rows_of<T> found) {
        std::vector<std::size_t> group_of_row;
        group_of_row.reserve(found.size());
        for (const T& row : found) {
            const auto key = parts::of_row(row);
            const auto at = key ? made.groups_.find(*key) : made.groups_.end();
            if (at == made.groups_.end())
                fail_stray(describe<T>(), member_name<Relation>(), key ? key_text(*key) : "NULL");
            group_of_row.push_back(at->second);
        }
        made.starts_ = group_starts(group_of_row, made.groups_.size());
        made.rows_.reserve(found.size());
        for (const std::size_t row : by_group(group_of_row, made.starts_)) made.rows_.push_back(std::move(found[row]));
    }
};

}  // namespace detail

template <auto Relation, class R, class T> detail::prefetched_of<T, Relation> session::prefetch(const R& rows) {
    if constexpr (detail::holds<detail::rule_prefetch_relation<Relation>>())
        return prefetch<Relation>(matview::query<T>(), rows);
    else
        return {};
}
template <auto Relation, class Q, class R, class T>
detail::prefetched_of<T, Relation> session::prefetch(const matview::query<Q>& q, const R& rows) {
    if constexpr (detail::holds<detail::prefetch_rules<T, Relation, Q, R>>())
        return detail::prefetch_call<T, Relation>::ask(*this, q, rows);
    else
        return {};
}

}  // namespace matview::inline v0
