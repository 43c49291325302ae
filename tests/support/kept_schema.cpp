#include "kept_schema.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <set>
#include <stdexcept>

#include <matview/error.hpp>

#include "raw_connection.hpp"
#include "testing/child_process.hpp"
#include "testing/server_binaries.hpp"

namespace matview_test {
namespace {

constexpr const char* fingerprint_sql = R"sql(
SELECT md5(string_agg(one.text, E'\n' ORDER BY one.text))
FROM (SELECT concat_ws('|', c.oid::regclass, c.relkind, pg_get_viewdef(c.oid),
                       (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull), ', ' ORDER BY a.attnum)
                        FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)) AS text
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema') AS one)sql";

bool is_new(const std::string& fingerprint) {
    static std::mutex mutex;
    static std::set<std::string> seen;
    const std::lock_guard lock(mutex);
    return seen.insert(fingerprint).second;
}

}  // namespace

bool can_keep_schemas() {
    static const bool can = [] {
        try {
            return std::filesystem::exists(matview::testing::detail::find_server_binaries() / "pg_dump");
        } catch (const matview::error&) {
            return false;
        }
    }();
    return can;
}

void keep_schema(const std::string& conninfo) {
    const char* const directory = std::getenv("MATVIEW_TEST_KEEP_SCHEMAS");
    if (!directory || !*directory || !can_keep_schemas()) return;
    raw_connection on(conninfo);
    const auto fingerprint = on.rows(fingerprint_sql).at(0).at(0);
    if (!fingerprint || !is_new(*fingerprint)) return;
    std::filesystem::create_directories(directory);
    // In the name of no test: what is inspected is all that any of them has made.
    const auto file = std::filesystem::path(directory) / (*fingerprint + ".sql");
    matview::testing::detail::child_process dump({
        .program = matview::testing::detail::find_server_binaries() / "pg_dump",
        .arguments = {"--schema-only", "--no-owner", "--no-privileges", "--dbname=" + conninfo,
                      "--file=" + file.string()},
        .working_directory = directory,
        .log = std::filesystem::path(directory) / "log",
        .run_as = {},
        .death_signal = SIGKILL,
    });
    if (!dump.ended_within(std::chrono::minutes(1)) || !dump.succeeded())
        throw std::runtime_error("pg_dump of " + conninfo + " failed: see " + std::string(directory) + "/log");
}

}  // namespace matview_test
