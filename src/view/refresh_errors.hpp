// What a refresh that failed means.
#pragma once

#include <matview/model/description.hpp>

#include "db/link.hpp"

namespace matview::inline v0::detail {

/// One SQLSTATE can mean several things here; the catalog tells them apart. Throws; or returns where it means nothing more.
void explain(link& on, const model_info& model, bool concurrently, const server_error& failure);

}  // namespace matview::inline v0::detail
