#pragma once

#include <filesystem>

namespace matview::inline v0::testing::detail {

/// The directory that holds `initdb` and `postgres`, looked for in
/// $MATVIEW_TEST_PG_BINDIR (which must have them when it is set), then where
/// `pg_config --bindir` says, then in the newest /usr/lib/postgresql/*/bin, then
/// on the PATH. Throws matview::error that says what to install.
std::filesystem::path find_server_binaries();

}  // namespace matview::inline v0::testing::detail
