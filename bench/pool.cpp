#include "tasks.hpp"

#include <matview/db/pool.hpp>

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "by_matview.hpp"

namespace matview_bench {
namespace {

constexpr int connections = 4, fetches = 20000, turns = 21;

// All threads together make the same number of fetches, however many they are.
template <class SessionOf> void run(int threads, const SessionOf& session_of) {
    std::vector<std::jthread> all;
    for (int i = 0; i < threads; ++i)
        all.emplace_back([&session_of, i, threads] {
            const auto query = top_ten_query();
            for (int call = 0; call < fetches / threads; ++call)
                if (session_of(i).fetch(query).size() != 10) std::abort();
        });
}

void add(const std::string& name, const std::function<void()>& run_once) {
    run_once();
    benchmark::RegisterBenchmark(name.c_str(),
                                 [run_once](benchmark::State& state) {
                                     for (auto _ : state) run_once();
                                 })
        ->Iterations(1)
        ->MeasureProcessCPUTime()
        ->UseRealTime();
}

}  // namespace

std::vector<task_turns> add_pool(const place& at, const std::string& way) {
    const auto own = std::make_shared<std::vector<matview::connection>>();
    for (int i = 0; i < connections; ++i) own->emplace_back(at.conninfo);
    const auto shared = std::make_shared<matview::pool>(at.conninfo, matview::pool_options{.max_size = connections});
    add("pool" + way + "/a 4 threads, 4 own",
        [own] { run(connections, [&](int i) -> matview::session& { return (*own)[static_cast<std::size_t>(i)]; }); });
    add("pool" + way + "/b 8 threads, pool of 4",
        [shared] { run(2 * connections, [&](int) -> matview::session& { return *shared; }); });
    return {{"pool" + way, turns}};
}

}  // namespace matview_bench
