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
