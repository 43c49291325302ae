// manage<Models…>(argc, argv): a command line for a service's own views. Link matview::manage for it.
#pragma once

#include <vector>

#include <matview/db/connection.hpp>
#include <matview/export.hpp>
#include <matview/model/describe.hpp>
#include <matview/model/rules.hpp>

namespace matview::inline v0 {
namespace detail {
MATVIEW_EXPORT int manage(const connection_options& connect, int argc, char** argv,
                          std::vector<const model_info*> models);
}

/// What the program `matview` does, as a part of the service, as Django's manage.py; and create, drop and sql for the models that have a
/// definition. Models are named by struct or by view. `connect` says to which database, unless the command line
/// does. Returns the exit status for main, as docs/command_line.md lists them; throws nothing of its own. Called from the main thread.
///
///     int main(int argc, char** argv) {
///         if (argc > 1) return matview::manage<User, DailyLeaderboard>(argc, argv);
///         …
template <class... Models> int manage(int argc, char** argv, const connection_options& connect = {}) {
    if constexpr ((detail::is_model<Models>() && ...))
        return detail::manage(connect, argc, argv, {&detail::describe<Models>()...});
    else
        return 2;
}

}  // namespace matview::inline v0
