// `matview inspect` over every table, view and type that the other tests have made: what it prints compiles, and verifies.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <support/kept_schema.hpp>
#include <support/raw_connection.hpp>
#include <support/test_database.hpp>
#include <testing/server_binaries.hpp>

#include "models_program.hpp"
#include "scratch.hpp"

namespace {

using namespace command_line;
using matview_test::raw_connection, matview_test::test_database;

/// A database with the schema that a dump holds.
struct restored {
    test_database database;

    explicit restored(const std::filesystem::path& dump) {
        const auto psql = matview::testing::detail::find_server_binaries() / "psql";
        const finished done = run({psql.string(), "-qX", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f",
                                   dump.string(), "-d", database.conninfo()});
        REQUIRE_MESSAGE(done.status == 0, done.err);
    }
    std::vector<std::string> relations() const {
        std::vector<std::string> names;
        for (const auto& row : matview_test::rows(database.conninfo(),
                                                  "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM "
                                                  "pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace "
                                                  "WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname !~ '^pg_' AND "
                                                  "n.nspname <> 'information_schema' ORDER BY 1"))
            names.push_back(row.at(0).value());
        return names;
    }
};

struct printed {
    std::filesystem::path dump;
    printed_models models;
};

// A program for so many at once; what specialises a template of the library cannot be in a namespace, and is compiled by itself.
std::vector<std::vector<printed>> in_batches(std::vector<printed> all) {
    constexpr std::size_t most = 20;
    std::vector<std::vector<printed>> batches(1);
    for (printed& one : all) {
        if (one.models.header.find("template <> struct matview::") != std::string::npos) {
            batches.insert(batches.begin(), {std::move(one)});
        } else {
            if (batches.back().size() == most) batches.emplace_back();
            batches.back().push_back(std::move(one));
        }
    }
    return batches;
}

}  // namespace

// Run by the build's tests behind those that make the schemas, with --no-skip.
TEST_CASE("inspect all: every schema that the tests have made" * doctest::skip()) {
    const char* const directory = std::getenv("MATVIEW_TEST_KEEP_SCHEMAS");
    REQUIRE(directory);
    if (!matview_test::can_keep_schemas()) {
        MESSAGE("skipped: PostgreSQL's pg_dump and psql are not here");
        return;
    }
    std::vector<printed> all;
    std::size_t structs = 0;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        if (entry.path().extension() != ".sql") continue;
        CAPTURE(entry.path());
        const restored one(entry.path());
        all.push_back({entry.path(), inspected(one.database.conninfo(), one.relations())});
        structs += all.back().models.structs.size();
    }
    MESSAGE(all.size() << " schemas, " << structs << " structs");
    REQUIRE_GT(all.size(), 50);

    const scratch place;
    int number = 0;
    for (const std::vector<printed>& batch : in_batches(std::move(all))) {
        std::vector<printed_models> models;
        for (const printed& one : batch) models.push_back(one.models);
        const auto program = place.path() / ("program_" + std::to_string(++number));
        const finished compiled = compile_models(models, program);
        CHECK_MESSAGE(compiled.status == 0, compiled.err);
        if (compiled.status != 0) continue;
        for (std::size_t i = 0; i < batch.size(); ++i) {
            CAPTURE(batch[i].dump);
            const restored one(batch[i].dump);
            const finished verified = run({program.string(), std::to_string(i), one.database.conninfo()});
            CHECK_MESSAGE(verified.status == 0, verified.out << verified.err);
        }
    }
}
