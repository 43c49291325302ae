// Reading with matview, compared with libpq by hand and with other libraries: see docs/performance.md.
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "database.hpp"
#include "options.hpp"
#include "ratios.hpp"
#include "tasks.hpp"

namespace {

namespace bench = matview_bench;

void initialize(int argc, char** argv) {
    std::vector<char*> arguments(argv, argv + argc);
    std::string in_any_order = "--benchmark_enable_random_interleaving=true";
    arguments.push_back(in_any_order.data());
    argc = static_cast<int>(arguments.size());
    benchmark::Initialize(&argc, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(argc, arguments.data()))
        throw std::runtime_error(
            "bench_read takes --database URI, --rows N, --only TASK, --medians FILE and Google Benchmark's options");
}

std::vector<bench::task_turns> add_all(const bench::place& at, const std::string& way) {
    std::vector<bench::task_turns> added = bench::add_tasks(at, way);
    for (auto& one : bench::add_pool(at, way)) added.push_back(std::move(one));
    return added;
}

void run(const std::vector<bench::task_turns>& tasks, const std::string& only, bench::ratios& into) {
    for (const auto& [name, turns, before_turn] : tasks)
        for (int turn = 0; turn < turns && name.find(only) != name.npos; ++turn) {
            if (before_turn) before_turn();
            benchmark::RunSpecifiedBenchmarks(&into, "^" + name + "/");
        }
}

}  // namespace

int main(int argc, char** argv) try {
    const bench::options given(argc, argv, 1'000'000);
    initialize(argc, argv);
    const bench::database data(given.conninfo, given.rows);
    bench::ratios measured;
    run(add_all({data.conninfo(), given.rows}, ""), given.only, measured);
    if (data.conninfo_by_tls().empty())
        std::cout << "Not by TCP with TLS: the server is not our own, or there is no openssl.\n";
    else
        run(add_all({data.conninfo_by_tls(), given.rows}, ", by TCP with TLS"), given.only, measured);
    measured.print(std::cout);
    if (!given.medians.empty()) measured.append_to(given.medians);
    benchmark::ClearRegisteredBenchmarks();  // before the server goes: they hold the sides' connections
    benchmark::Shutdown();
    return 0;
} catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
}
