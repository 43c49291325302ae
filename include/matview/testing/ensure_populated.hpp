// ensure_populated<Models...>(db): no view without data.
#pragma once

#include <vector>

#include <matview/db/session.hpp>
#include <matview/testing/rules.hpp>
#include <matview/view/populated.hpp>
#include <matview/view/refresh.hpp>

namespace matview::inline v0::testing {

/// Refreshes those of the materialized views that hold no data yet, a view before those that read it, whatever the order of the models; returns
/// what was refreshed, in that order. It creates nothing, and refreshes nothing that holds data, however old. The first failure ends it; what was
/// refreshed before stays so. Throws undefined_relation and wrong_relation_kind before anything is refreshed, and what `refresh` throws.
template <class... Models>
std::vector<refresh_result> ensure_populated(session& db, const refresh_options& options = {}) {
    if constexpr (detail::are_materialized<Models...>())
        return matview::detail::refresh_unpopulated(db, {&matview::detail::describe<Models>()...}, options);
    else
        return {};
}

}  // namespace matview::inline v0::testing
