// What a refresh that failed means.
#pragma once

#include <optional>
#include <string>

#include <matview/model/description.hpp>

#include "db/link.hpp"
#include "view/lock_patience.hpp"

namespace matview::inline v0::detail {

/// One SQLSTATE can mean several things here; the catalog tells them apart. Throws; or returns where it means nothing more.
void explain(link& on, const model_info& model, bool concurrently, const server_error& failure);

/// What a refresh waited for when it was told that a lock was not had in time.
struct failed_wait {
    const std::string& what;
    int attempts;               // to have the view's lock
    std::optional<oid> flight;  // another's refresh of this view
    bool concurrently;
    const lock_patience& patience;
};
/// Throws lock_timeout, with how often and how long it tried and who was in the way.
[[noreturn]] void throw_lock_not_had(link& on, const model_info& model, const failed_wait& wait,
                                     const lock_timeout& failure);

}  // namespace matview::inline v0::detail
