// stand_in<T>(db, rows): a relation in the place of a model's own, which holds the rows that a test gives.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <matview/db/session.hpp>
#include <matview/testing/rules.hpp>
#include <matview/view/create.hpp>
#include <matview/view/stand_in.hpp>

namespace matview::inline v0::testing {

namespace detail {

using matview::detail::row_values;

template <class V> void add_values(row_values& to, const V& value) { to.push_back(parameter::of<V>(value)); }
template <class... K> void add_values(row_values& to, const std::tuple<K...>& key) {
    std::apply([&](const K&... part) { (to.push_back(parameter::of<K>(part)), ...); }, key);
}
template <class T, class K> void add_values(row_values& to, const foreign_key<T, K>& field) {
    add_values(to, field.key());
}
template <class V> void add_values(row_values& to, const std::optional<V>& field) {
    if (field) return add_values(to, *field);
    to.insert(to.end(), matview::detail::key_size<typename matview::detail::field_traits<V>::value>, parameter::null());
}
template <class T, std::size_t... I> row_values values_of(const T& row, std::index_sequence<I...>) {
    row_values values;
    (add_values(values, boost::pfr::get<I>(row)), ...);
    return values;
}

}  // namespace detail

/// Makes a relation of T's name and kind that holds `rows` (braces, or any range of T), so that what is tested reads, refreshes and verifies
/// it unchanged:
/// - for a table a table, with a unique index over the primary key;
/// - for a view a table `<name>_rows`, and in the view's place a view of it;
/// - for a materialized view the same with a materialized view, with the indexes that `create` makes. `Meta::definition` plays no part.
///
/// It is made in the model's schema, or else in the first of the search_path. A column has the natural type of its field's codec, and stands in no
/// relation to other tables: foreign keys are keys only, and their rows are those of another stand-in. All of it is made or nothing; within a
/// transaction it is a part of it.
///
/// Returns the name of the table that holds the rows, quoted for SQL: who changes it changes the view, with the next refresh.
/// `options` are those of `create`; without data the view is not_populated until it is refreshed.
///
/// Throws already_exists where T's relation or that table is there: nothing is dropped or replaced. Throws mapping_error for a type that the
/// database does not have, duplicate_rows for two rows with the same primary key, and value_error for a value that PostgreSQL cannot hold.
template <class T, class Rows = matview::detail::rows_of<T>>
std::string stand_in(session& db, const Rows& rows, const create_options& options = {}) {
    if constexpr (detail::takes_rows<T, Rows>()) {
        std::vector<detail::row_values> values;
        for (const T& row : rows)
            values.push_back(detail::values_of(row, std::make_index_sequence<matview::detail::field_count<T>>{}));
        return matview::detail::create_stand_in(db, matview::detail::describe<T>(), values, options);
    } else {
        return {};
    }
}

}  // namespace matview::inline v0::testing
