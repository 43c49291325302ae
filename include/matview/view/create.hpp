// create<T>() and drop<T>(): a view's beginning and end. Nothing that exists is replaced, nothing else is dropped along.
#pragma once

#include <string>
#include <vector>

#include <matview/db/session.hpp>
#include <matview/export.hpp>
#include <matview/view/rules.hpp>

namespace matview::inline v0 {

struct create_options {
    /// False: WITH NO DATA. The view cannot be read until it is refreshed.
    bool with_data = true;
};

struct drop_options {
    /// True: no error where there is no such view.
    bool if_exists = false;
};

namespace detail {
MATVIEW_EXPORT void create(session& on, const model_info& model, const create_options& options);
/// What create runs, statement by statement: the view, its key's index, the other indexes.
MATVIEW_EXPORT std::vector<std::string> create_statements(const model_info& model, const create_options& options);
MATVIEW_EXPORT void drop(session& on, const model_info& model, const drop_options& options);
}  // namespace detail

/// Creates the view from Meta::definition, with the primary key's unique index and those of Meta::indexes: all of it or nothing. Throws
/// already_exists, and mapping_error where the definition's columns are not those of the struct.
/// https://www.postgresql.org/docs/current/sql-creatematerializedview.html
template <class T> void session::create(const create_options& options) {
    if constexpr (detail::creatable<T>()) detail::create(*this, detail::describe<T>(), options);
}
template <class T> void session::create() { create<T>(create_options{}); }

/// Drops the view. Throws dependents_exist where others stand on it: it never cascades; and undefined_relation where there is none.
template <class T> void session::drop(const drop_options& options) {
    if constexpr (detail::droppable<T>()) detail::drop(*this, detail::describe<T>(), options);
}
template <class T> void session::drop() { drop<T>(drop_options{}); }

}  // namespace matview::inline v0
