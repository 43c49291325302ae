// The schemas that tests make, kept for the tests of `matview inspect`.
#pragma once

#include <string>

namespace matview_test {

/// Whether the server's programs are here: where the tests run on a server elsewhere, they may not be.
bool can_keep_schemas();
/// Writes the schema of the database into the directory that $MATVIEW_TEST_KEEP_SCHEMAS names, unless this program has written one with the same
/// relations. Does nothing where the variable is not set, or it
/// can't be done.
void keep_schema(const std::string& conninfo);

}  // namespace matview_test
