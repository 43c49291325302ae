// Peak memory of reading a quarter of a table and of reading all of it: see docs/performance.md.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <array>
#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

#include "database.hpp"
#include "options.hpp"
#include "side.hpp"

namespace {

namespace bench = matview_bench;

constexpr const char* conninfo_variable = "MATVIEW_BENCH_MEMORY_CONNINFO";
constexpr long most_growth = 1024;  // KiB, of a stream by the library

struct way {
    const char* side;
    const char* task_name;
    bench::task bench::side::*task;
    bool bounded;  // by most_growth
};

constexpr std::array ways{
    way{"matview", "stream", &bench::side::stream, true},
    way{"matview", "stream with a parameter", &bench::side::stream_above, true},
    way{"matview, views of strings", "stream", &bench::side::stream, true},
    way{"libpq by hand, single rows", "stream", &bench::side::stream, false},
    way{"matview", "fetch", &bench::side::scan, false},
};

bench::task task_of(const way& of, const bench::place& at) {
    for (const bench::side& one : bench::sides_at(at))
        if (one.name == of.side && one.*of.task) return one.*of.task;
    throw std::runtime_error(std::string(of.side) + " does not " + of.task_name);
}

// What Linux calls its high water mark of resident memory, in KiB: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
long peak_of_this_process() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (long kib = 0; word == "VmHWM:" && status >> kib) return kib;
    throw std::runtime_error("/proc/self/status does not tell VmHWM");
}

/// What a process of its own prints, which goes that way once.
int read_once(std::size_t number, std::int64_t rows) {
    const char* const conninfo = getenv(conninfo_variable);
    if (!conninfo) throw std::runtime_error(std::string(conninfo_variable) + " is not set");
    task_of(ways.at(number), {conninfo, rows})(nullptr);
    std::cout << peak_of_this_process() << '\n';
    return 0;
}

// A process has one high water mark: so each reading is a process.
long peak_of(std::size_t number, std::int64_t rows) {
    const std::string command = "/proc/" + std::to_string(getpid()) + "/exe --way " + std::to_string(number) +
                                " --rows " + std::to_string(rows);
    FILE* const out = popen(command.c_str(), "r");
    long kib = 0;
    const bool told = out && fscanf(out, "%ld", &kib) == 1;
    const int status = out ? pclose(out) : -1;
    if (!told || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error("the process that reads has failed: " + command);
    return kib;
}

bool stays_within(std::size_t number, std::int64_t rows) {
    const way& of = ways.at(number);
    const long quarter = peak_of(number, rows / 4), all = peak_of(number, rows);
    const bool within = !of.bounded || all - quarter <= most_growth;
    std::cout << of.side << ", " << of.task_name << ": " << quarter << " KiB, then " << all << " KiB: " << all - quarter
              << " more" << (within ? "" : ", which is over the bound") << '\n';
    return within;
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc == 5 && std::string(argv[1]) == "--way") return read_once(std::stoul(argv[2]), std::stoll(argv[4]));
    const bench::options given(argc, argv, 4'000'000);
    if (argc > 1) throw std::runtime_error("bench_memory takes --database URI and --rows N");
    const bench::database data(given.conninfo, given.rows);
    setenv(conninfo_variable, data.conninfo().c_str(), 1);
    std::cout << "Peak memory (VmHWM) of a process that reads " << given.rows / 4 << " rows, and of one that reads "
              << given.rows << "; a stream's may differ by " << most_growth << " KiB.\n";
    bool within = true;
    for (std::size_t number = 0; number < ways.size(); ++number) within &= stays_within(number, given.rows);
    return within ? 0 : 1;
} catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 2;
}
