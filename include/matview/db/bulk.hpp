// in_bulk and get_many: rows by many primary keys, asked for at once.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <matview/db/session.hpp>
#include <matview/export.hpp>
#include <matview/query/key_list.hpp>

namespace matview::inline v0 {
namespace detail {

template <class R> struct rule_key_range {
    static constexpr bool ok = requires(const R& keys) {
        std::begin(keys) != std::end(keys);
        *std::begin(keys);
    };
    static auto say() {
        static_assert(ok,
                      "matview: in_bulk and get_many take a range of keys: get_many<User>(ids), or a braced list, "
                      "get_many<User>({1, 2})");
    }
};
template <class K> struct rule_key_told_apart {
    static constexpr bool ok = orders<K> || hashes<K>;
    static auto say() {
        static_assert(ok,
                      "matview: keys of this type cannot be told apart: give it operator< (or operator<=>), or "
                      "operator== and a std::hash");
    }
};

/// What T's keys may be given as: as `get` takes them, or as foreign keys to T.
template <class T, class K> struct bulk_operand { using type = K; };
template <class T, class Key> struct bulk_operand<T, foreign_key<T, Key>> { using type = Key; };

template <class T, class R> struct bulk_element_rules {
    using broken = typename get_rules<
        T, typename bulk_operand<
               T, operand_type<std::remove_cvref_t<decltype(*std::begin(std::declval<const R&>()))>>>::type>::broken;
};
template <class T> struct bulk_apart_rules {
    using broken = typename rules<rule_key_told_apart<typename primary_key_parts<T>::bound>>::broken;
};
template <class T, class R>
struct bulk_rules : rules<model_rules<T>, rule_owned<T>, rule_get_key<T>, rule_key_range<R>, bulk_element_rules<T, R>,
                          bulk_apart_rules<T>> {};

inline constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

/// Throws query_error for a limit or an offset, or where these columns are not read.
MATVIEW_EXPORT void check_bulk(const query_state& query, const char* verb, const std::vector<node_ptr>& columns);
template <class T> query<T> narrowed(const query<T>& q, node_ptr condition) {
    query_state state = q.state();
    state.keep(std::move(condition));
    return query<T>(std::move(state));
}
[[noreturn]] MATVIEW_EXPORT void fail_bulk(const model_info& model, const char* verb, const statement& query,
                                           const std::string& key);
[[noreturn]] MATVIEW_EXPORT void fail_missing(const model_info& model, const std::vector<std::string>& first,
                                              std::size_t count, std::size_t asked);

MATVIEW_EXPORT void append_value(std::string& to, const parameter& value);
template <class K> std::string key_text(const K& key) {
    std::string text;
    std::apply([&](const auto&... parts) { (append_value(text, parameter::of(parts)), ...); }, key);
    return text;
}
template <class O> std::string operand_text(const O& operand) {
    if constexpr (requires { std::tuple_size<O>::value; }) {
        std::string text;
        std::apply([&](const auto&... parts) { ((text += (text.empty() ? "" : ", ") + operand_text(parts)), ...); },
                   operand);
        return text;
    } else if constexpr (is_integer<O>) {
        return std::to_string(operand);
    } else {
        return "?";
    }
}

/// Many keys of T, in the order in which they were asked for.
template <class T> class bulk_request {
public:
    using parts = primary_key_parts<T>;
    using bound = typename parts::bound;

    template <class R> explicit bulk_request(const R& keys) {
        for (const auto& operand : keys) add(operand);
    }

    query<T> narrow(const query<T>& q) const { return narrowed(q, key_list<bound>(parts::columns(), index_)); }
    bool empty() const { return index_.empty(); }

    /// Which of its keys a row has; nowhere for one that is equal to it by the server's rules only.
    std::size_t number_of(const T& row) const {
        const auto key = parts::of_row(row);
        const auto found = key ? index_.find(*key) : index_.end();
        return found == index_.end() ? nowhere : found->second;
    }

    static std::string text_of(const T& row) { return key_text(*parts::of_row(row)); }

    template <class Rows> Rows in_order(session& on, const query<T>& q, Rows rows) const {
        std::vector<std::size_t> places(index_.size(), nowhere);
        std::size_t strays = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const std::size_t number = number_of(rows[i]);
            if (number == nowhere)
                ++strays;
            else if (std::exchange(places[number], i) != nowhere)
                fail_bulk(describe<T>(), "get_many", q.sql(), text_of(rows[i]));
        }
        if (strays > 0) find_strays(on, q, rows, places);
        check_found(places);
        std::vector<std::size_t> uses(rows.size());
        for (const std::size_t number : asked_) ++uses[places[number]];
        Rows result;
        result.reserve(asked_.size());
        for (const std::size_t number : asked_) {
            const std::size_t place = places[number];
            if (--uses[place] == 0)
                result.push_back(std::move(rows[place]));
            else
                result.push_back(rows[place]);
        }
        return result;
    }

private:
    template <class O> void add(const O& operand) {
        if (auto key = parts::of_operand(operand)) {
            asked_.push_back(index_.try_emplace(std::move(*key), index_.size()).first->second);
        } else {  // no row can have it
            asked_.push_back(nowhere);
            if (unheld_.size() < told) unheld_.push_back(operand_text(operand));
        }
    }

    // Two texts can be one to the server (char(n), citext): which key such a row was found by, only it can tell.
    template <class Rows>
    void find_strays(session& on, const query<T>& q, Rows& rows, std::vector<std::size_t>& places) const {
        for (const auto& entry : index_) {
            if (places[entry.second] != nowhere) continue;
            key_index<bound> one;
            one.try_emplace(entry.first, 0U);
            Rows found = on.fetch(narrowed(q, key_list<bound>(parts::columns(), one)));
            if (found.size() > 1) fail_bulk(describe<T>(), "get_many", q.sql(), key_text(entry.first));
            if (found.empty()) continue;
            places[entry.second] = rows.size();
            rows.push_back(std::move(found.front()));
        }
    }

    void check_found(const std::vector<std::size_t>& places) const {
        std::vector<const bound*> by_number(index_.size());
        for (const auto& entry : index_) by_number[entry.second] = &entry.first;
        std::vector<std::string> first;
        std::vector<bool> counted(index_.size());
        std::size_t missing = 0, unheld = 0;
        for (const std::size_t number : asked_) {
            if (number != nowhere && (places[number] != nowhere || counted[number])) continue;
            if (++missing <= told)
                first.push_back(number == nowhere ? unheld_[unheld++] : key_text(*by_number[number]));
            if (number != nowhere) counted[number] = true;
        }
        if (missing > 0) fail_missing(describe<T>(), first, missing, asked_.size());
    }

    static constexpr std::size_t told = 10;

    key_index<bound> index_;
    std::vector<std::size_t> asked_;
    std::vector<std::string> unheld_;  // the first of them
};

/// The map that in_bulk gives.
template <class T, class Key> struct bulk_key;
template <class T, auto Member> struct bulk_key<T, key<Member>> {
    using type = typename field_traits<member_type<Member>>::value;
    static type of(const T& row) { return *held_key(row.*Member); }
};
template <class T, auto First, auto Second, auto... More> struct bulk_key<T, key<First, Second, More...>> {
    using type = std::tuple<typename bulk_key<T, key<First>>::type, typename bulk_key<T, key<Second>>::type,
                            typename bulk_key<T, key<More>>::type...>;
    static type of(const T& row) {
        return type(*held_key(row.*First), *held_key(row.*Second), *held_key(row.*More)...);
    }
};
template <class T> constexpr bool has_bulk_key() {
    if constexpr (has_primary_key<T>)
        return key_names_fields<T>() && !is_polymorphic<T>;
    else
        return false;
}
template <class T, bool Known> struct bulk_result { using type = std::map<int, int>; };  // a rule is broken
template <class T> struct bulk_result<T, true> {
    using key = bulk_key<T, typename meta_of<T>::primary_key>;
    using type = keyed<typename key::type, T>;
};

template <class T, class R> bulk_of<T> in_bulk_of(session& from, const query<T>& q, const R& keys) {
    bulk_of<T> rows_by_key;
    if constexpr (holds<bulk_rules<T, R>>()) {
        check_bulk(q.state(), "in_bulk", primary_key_parts<T>::columns());
        const bulk_request<T> request(keys);
        if (request.empty()) return rows_by_key;
        const query<T> asked = request.narrow(q);
        for (T& row : from.fetch(asked)) {
            auto key = bulk_result<T, true>::key::of(row);
            if (!rows_by_key.try_emplace(std::move(key), std::move(row)).second)
                fail_bulk(describe<T>(), "in_bulk", asked.sql(), bulk_request<T>::text_of(row));
        }
    }
    return rows_by_key;
}

template <class T, class R> rows_of<T> get_many_of(session& from, const query<T>& q, const R& keys) {
    if constexpr (holds<bulk_rules<T, R>>()) {
        check_bulk(q.state(), "get_many", primary_key_parts<T>::columns());
        const bulk_request<T> request(keys);
        return request.in_order(from, q, request.empty() ? rows_of<T>() : from.fetch(request.narrow(q)));
    } else {
        return {};
    }
}

}  // namespace detail

template <class T, class R> detail::bulk_of<T> session::in_bulk(const R& keys) {
    return detail::in_bulk_of(*this, matview::query<T>(), keys);
}
template <class T, class K> detail::bulk_of<T> session::in_bulk(std::initializer_list<K> keys) {
    return detail::in_bulk_of(*this, matview::query<T>(), keys);
}
template <class T, class R> detail::bulk_of<T> session::in_bulk(const matview::query<T>& q, const R& keys) {
    return detail::in_bulk_of(*this, q, keys);
}
template <class T, class K>
detail::bulk_of<T> session::in_bulk(const matview::query<T>& q, std::initializer_list<K> keys) {
    return detail::in_bulk_of(*this, q, keys);
}
template <class T, class R> detail::rows_of<T> session::get_many(const R& keys) {
    return detail::get_many_of(*this, matview::query<T>(), keys);
}
template <class T, class K> detail::rows_of<T> session::get_many(std::initializer_list<K> keys) {
    return detail::get_many_of(*this, matview::query<T>(), keys);
}
template <class T, class R> detail::rows_of<T> session::get_many(const matview::query<T>& q, const R& keys) {
    return detail::get_many_of(*this, q, keys);
}
template <class T, class K>
detail::rows_of<T> session::get_many(const matview::query<T>& q, std::initializer_list<K> keys) {
    return detail::get_many_of(*this, q, keys);
}

}  // namespace matview::inline v0
