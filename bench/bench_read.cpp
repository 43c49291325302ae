// Reading with matview, compared with libpq by hand: see docs/performance.md.
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "ratios.hpp"
#include "sides.hpp"

namespace {

namespace bench = matview_bench;

template <class F> benchmark::internal::Benchmark* add(const char* name, F read) {
    return benchmark::RegisterBenchmark(name, [read](benchmark::State& state) {
        for (auto _ : state) {
            const auto rows = read();
            benchmark::DoNotOptimize(rows.data());
        }
    });
}

void add_all(bench::sides& on) {
    for (auto* scan : {add("scan_all/by_hand", [&on] { return on.hand.scan_all(); }),
                       add("scan_all/matview", [&on] { return on.library.scan_all(); })})
        scan->Iterations(1)->Repetitions(15);
    for (auto* stream : {add("stream/by_hand", [&on] { return std::vector{on.hand.stream()}; }),
                         add("stream/matview", [&on] { return std::vector{on.library.stream()}; }),
                         add("stream/matview, views", [&on] { return std::vector{on.library.stream_views()}; })})
        stream->Iterations(1)->Repetitions(15);
    for (auto* look_ups : {add("look_ups/by_hand", [&on] { return on.hand.look_ups(bench::ids()); }),
                           add("look_ups/matview, get", [&on] { return on.library.look_ups(bench::ids()); }),
                           add("look_ups/matview, get_many", [&on] { return on.library.get_many(bench::ids()); }),
                           add("look_ups/matview, pipeline", [&on] { return on.library.pipelined(bench::ids()); })})
        look_ups->Iterations(20)->Repetitions(51);
    // In short turns, so that what else the machine does falls on all sides alike. A scan is long enough to be a turn alone.
    for (auto* scan : {add("scan/by_hand", [&on] { return on.hand.scan(); }),
                       add("scan/matview", [&on] { return on.library.scan(); })})
        scan->Iterations(1)->Repetitions(15);
    for (auto* top_ten : {add("top_ten/by_hand", [&on] { return on.hand.top_ten(); }),
                          add("top_ten/matview", [&on] { return on.library.top_ten(); }),
                          add("top_ten/matview, built anew", [&on] { return on.library.top_ten_built_anew(); })})
        top_ten->Iterations(500)->Repetitions(101);
}

// Interleaved unless the command line says otherwise.
void initialize(int argc, char** argv) {
    std::vector<char*> arguments(argv, argv + argc);
    std::string interleaved = "--benchmark_enable_random_interleaving=true";
    arguments.insert(arguments.begin() + 1, interleaved.data());
    argc = static_cast<int>(arguments.size());
    benchmark::Initialize(&argc, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(argc, arguments.data())) throw std::runtime_error("see --help");
}

}  // namespace

int main(int argc, char** argv) try {
    const bench::options given(argc, argv, 1'000'000);
    initialize(argc, argv);
    bench::sides on(given);
    add_all(on);
    bench::ratios printer;
    benchmark::RunSpecifiedBenchmarks(&printer);
    benchmark::Shutdown();
    return 0;
} catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
}
