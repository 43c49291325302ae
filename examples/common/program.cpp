#include "common/program.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace demo {

int run(int argc, char** argv, const std::string& about, const std::function<void(const std::string& database)>& body) {
    CLI::App command(about);
    std::string database;
    command
        .add_option("--database", database,
                    "where to work, in a schema that is created and dropped;\nwithout it, the PG* variables decide")
        ->type_name("URI");
    try {
        command.parse(argc, argv);
    } catch (const CLI::ParseError& end) {
        return command.exit(end) == 0 ? 0 : 2;
    }

    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // each line is seen when it is true, also through a pipe
    std::signal(SIGPIPE, SIG_IGN);                  // `| head` must not kill us before we have tidied up
    setenv("PGCONNECT_TIMEOUT", "10", 0);           // seconds, unless it is set: libpq's own default is to wait forever
    try {
        body(database);
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
            throw std::runtime_error("the output can't be written");
        return 0;
    } catch (const std::exception& failure) {
        fmt::print(stderr, "{}\n", failure.what());
        return 1;
    }
}

}  // namespace demo
