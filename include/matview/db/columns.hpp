// fetch_columns: rows as columns, one vector each, for analytics.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <matview/db/session.hpp>

namespace matview::inline v0 {

/// One column of a result. NULLs hold a V{} among the values.
template <class V> struct column_values {
    std::vector<V> values;
    /// A bit for each value, 64 a word, the first in the lowest bit: set where it is NULL. Empty where the field cannot hold NULL.
    std::vector<std::uint64_t> nulls;

    std::size_t size() const noexcept { return values.size(); }
    bool is_null(std::size_t i) const noexcept { return !nulls.empty() && (nulls[i / 64] >> (i % 64) & 1U) != 0; }
    std::size_t null_count() const noexcept {
        std::size_t count = 0;
        for (const std::uint64_t word : nulls) count += static_cast<std::size_t>(std::popcount(word));
        return count;
    }
};

namespace detail {

template <class T, auto... Members> struct rule_own_columns {
    static constexpr bool ok = (is_field_of<T, Members>() && ...);
    static auto say() {
        static_assert(ok,
                      "matview: fetch_columns takes fields of one model, that of its query: "
                      "fetch_columns<&T::a, &T::b>(from<T>())");
    }
};
template <auto... Members> struct owned_columns {
    using broken = typename rules<rule_owned<typename field_traits<member_type<Members>>::value>...>::broken;
};
template <class T, auto... Members> struct columns_rules_of {
    using broken = typename rules<model_rules<T>, rule_own_columns<T, Members...>, owned_columns<Members...>>::broken;
};

/// Takes the values out of one row that is read again and again.
template <class T, auto... Members> class column_sink {
public:
    using result = std::tuple<column_values<typename field_traits<member_type<Members>>::value>...>;

    row_sink sink() {
        return {this,
                [](void* to) -> void* {
                    auto& self = *static_cast<column_sink*>(to);
                    self.take();
                    self.read_ = true;
                    return &self.row_;
                },
                [](void* to, std::size_t count) {
                    std::apply([count](auto&... columns) { (columns.values.reserve(count), ...); },
                               static_cast<column_sink*>(to)->columns_);
                }};
    }
    result done() {
        take();
        return std::move(columns_);
    }

private:
    // The row that was read last, once it is whole.
    void take() {
        if (!std::exchange(read_, false)) return;
        take_each(std::index_sequence_for<member_type<Members>...>{});
    }
    template <std::size_t... I> void take_each(std::index_sequence<I...>) {
        (take_one(std::get<I>(columns_), row_.*Members), ...);
    }
    template <class V, class F> static void take_one(column_values<V>& to, F& field) {
        if constexpr (is_optional<F>) {
            const std::size_t i = to.values.size();
            if (i % 64 == 0) to.nulls.push_back(0);
            if (!field) {
                to.nulls.back() |= std::uint64_t{1} << (i % 64);
                to.values.emplace_back();
                return;
            }
            append(to, *field);
        } else {
            append(to, field);
        }
    }
    template <class V, class F> static void append(column_values<V>& to, F& value) {
        if constexpr (field_traits<F>::relation)
            to.values.push_back(value.key());
        else
            to.values.push_back(std::move(value));
    }

    T row_{};
    bool read_ = false;
    result columns_;
};

template <class T, auto... Members> struct columns_call {
    using result = typename column_sink<T, Members...>::result;
    static result run(session& on, const query<T>& q) {
        query_state state = q.state();
        state.only({member_name<Members>()...});
        const query<T> asked{std::move(state)};
        column_sink<T, Members...> columns;
        read_query(on, asked.rendered(), columns.sink());
        return columns.done();
    }
};
struct no_columns {};  // a rule has said why

}  // namespace detail

template <auto... Members, class T> auto session::fetch_columns(const matview::query<T>& q) {
    if constexpr (detail::holds<detail::columns_rules_of<T, Members...>>())
        return detail::columns_call<T, Members...>::run(*this, q);
    else
        return detail::no_columns{};
}
template <auto First, auto... More, class T> auto session::fetch_columns() {
    return fetch_columns<First, More...>(matview::query<T>());
}

}  // namespace matview::inline v0
