// From the package index into two tables.
#pragma once

#include <cstdint>

#include <matview/db/session.hpp>

#include "02_debian_maintainers/package_index.hpp"

struct loaded {
    std::int64_t packages;
    std::int64_t maintainers;
};

/// Creates the tables, and fills them with `first` and all the packages behind it.
loaded load(matview::session& db, const package* first, package_index& index);
