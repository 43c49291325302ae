#include <matview/manage.hpp>

#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <matview/error.hpp>
#include <matview/version.hpp>

#include "manage/commands/commands.hpp"
#include "manage/console.hpp"

namespace matview::inline v0 {
namespace managing {
namespace {

// As psql takes it: a URI, a connection string, or the name of a database.
std::string conninfo_of(const std::string& text) {
    if (text.find("://") != text.npos || text.find('=') != text.npos) return text;
    std::string value;
    for (const char c : text) {
        if (c == '\'' || c == '\\') value += '\\';
        value += c;
    }
    return "dbname='" + value + "'";
}

// What is made of definitions, and these live in code: the program `matview` has none.
std::vector<std::unique_ptr<command>> commands_for(const setting& with) {
    using maker = std::unique_ptr<command> (*)(const setting&);
    std::vector<maker> makers{make_inspect, make_status, make_refresh, make_verify, make_lint};
    if (!with.models.empty()) makers.insert(makers.end(), {make_create, make_drop, make_sql});
    std::vector<std::unique_ptr<command>> list;
    for (const maker make : makers) list.push_back(make(with));
    return list;
}

int code(exit_status status) { return static_cast<int>(status); }

exit_status run(command& chosen) {
    try {
        return chosen.run();
    } catch (const std::exception& failure) {
        complain(failure.what());
        return status_of(failure);
    }
}

}  // namespace
}  // namespace managing

namespace detail {

int manage(const connection_options& connect, int argc, char** argv, std::vector<const model_info*> models) {
    using namespace managing;
    setting with{connect, false, std::move(models)};
    CLI::App app(with.models.empty()
                     ? "Materialized views of PostgreSQL: from a view to a struct, and from a struct to cron."
                     : "The views of this service, and those of its database.",
                 std::filesystem::path(argc > 0 ? argv[0] : "matview").filename().string());
    std::string database;
    app.add_option("--database", database,
                   "A URI, a connection string or a name; what it leaves out is taken from\nthe PG* environment, "
                   "services and ~/.pgpass, as psql does");
    app.add_flag("--pooled", with.connect.pooled, "The connection goes through pgbouncer in transaction mode");
    app.add_flag("--json", with.json, "Print JSON, for machines");
    app.set_version_flag("--version", "matview " MATVIEW_VERSION_STRING);
    app.require_subcommand(1);
    app.fallthrough();
    app.footer(
        "Exit status: 0 done, 1 failed, 2 wrong command line, 3 skipped, 4 lock not had, 5 no right,\n6 no "
        "connection.\n"
        "NO_COLOR is heeded.");

    const auto commands = commands_for(with);
    command* chosen = nullptr;
    for (const auto& one : commands) one->add_to(app).when_chosen([&chosen, &one] { chosen = one.get(); });
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return app.exit(wrong) == 0 ? code(exit_status::done) : code(exit_status::usage);
    }
    if (!database.empty()) with.connect.conninfo = conninfo_of(database);
    return code(run(*chosen));
}

}  // namespace detail
}  // namespace matview::inline v0
