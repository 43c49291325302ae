// is_populated<T>(): whether the view holds data at all.
#pragma once

#include <vector>

#include <matview/db/session.hpp>
#include <matview/export.hpp>
#include <matview/view/rules.hpp>

namespace matview::inline v0 {

namespace detail {
MATVIEW_EXPORT bool is_populated(session& on, const model_info& model);
/// What matview::testing::ensure_populated does: refreshes those that hold no data, a view before those that read it.
MATVIEW_EXPORT std::vector<refresh_result> refresh_unpopulated(session& on,
                                                               const std::vector<const model_info*>& models,
                                                               const refresh_options& options);
}  // namespace detail

/// False after `create` without data, until the first refresh: reading it fails until then. Throws undefined_relation and wrong_relation_kind.
template <class T> bool session::is_populated() {
    if constexpr (detail::materialized<T>())
        return detail::is_populated(*this, detail::describe<T>());
    else
        return false;
}

}  // namespace matview::inline v0
