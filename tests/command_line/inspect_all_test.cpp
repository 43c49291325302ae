// `matview inspect` over every table, view and type that the other tests have made: what it prints compiles, and verifies.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <matview/testing.hpp>
#include <support/kept_schema.hpp>
#include <support/raw_connection.hpp>
#include <testing/server_binaries.hpp>

#include "models_program.hpp"
#include "scratch.hpp"

namespace {

using namespace command_line;

/// A database with the schema that a dump holds.
struct restored {
    std::filesystem::path dump;
    matview::testing::database database;

    explicit restored(std::filesystem::path from) : dump(std::move(from)) {
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

struct one_schema {
    std::unique_ptr<restored> at;
    printed_models models;
};

// What specialises a template of the library cannot be in a namespace, and is compiled by itself.
bool is_alone(const one_schema& one) {
    return one.models.header.find("template <> struct matview::") != std::string::npos;
}

void verify(const std::vector<const one_schema*>& all) {
    if (all.empty()) return;
    const scratch place;
    std::vector<printed_models> models;
    for (const one_schema* const one : all) models.push_back(one->models);
    const auto program = place.path() / "program";
    const finished compiled = compile_models(models, program);
    CHECK_MESSAGE(compiled.status == 0, compiled.err);
    if (compiled.status != 0) return;
    for (std::size_t i = 0; i < all.size(); ++i) {
        CAPTURE(all[i]->at->dump);
        const finished verified = run({program.string(), std::to_string(i), all[i]->at->database.conninfo()});
        CHECK_MESSAGE(verified.status == 0, verified.out << verified.err);
    }
}

// So many databases at once, and one program for most of them.
void inspect_batch(const std::vector<std::filesystem::path>& dumps) {
    std::vector<one_schema> all;
    for (const auto& dump : dumps) {
        CAPTURE(dump);
        auto at = std::make_unique<restored>(dump);
        auto models = inspected(at->database.conninfo(), at->relations());
        all.push_back({std::move(at), std::move(models)});
    }
    std::vector<const one_schema*> together;
    for (const one_schema& one : all) {
        if (is_alone(one))
            verify({&one});
        else
            together.push_back(&one);
    }
    verify(together);
}

// One half of the schemas: both are run at once.
void inspect_half(std::size_t half) {
    const char* const directory = std::getenv("MATVIEW_TEST_KEEP_SCHEMAS");
    REQUIRE(directory);
    if (!matview_test::can_keep_schemas()) {
        MESSAGE("skipped: PostgreSQL's pg_dump and psql are not here");
        return;
    }
    std::vector<std::filesystem::path> dumps;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
        if (entry.path().extension() == ".sql") dumps.push_back(entry.path());
    MESSAGE(dumps.size() << " schemas in all");
    REQUIRE_GT(dumps.size(), 50);
    std::sort(dumps.begin(), dumps.end());

    std::vector<std::filesystem::path> batch;
    for (std::size_t i = half; i < dumps.size(); i += 2) {
        batch.push_back(dumps[i]);
        if (batch.size() == 20 || i + 2 >= dumps.size()) inspect_batch(std::exchange(batch, {}));
    }
}

}  // namespace

// Run by the build's tests behind those that make the schemas, with --no-skip.
TEST_CASE("inspect all: the first half of the schemas that the tests have made" * doctest::skip()) { inspect_half(0); }
TEST_CASE("inspect all: the second half of the schemas that the tests have made" * doctest::skip()) { inspect_half(1); }
