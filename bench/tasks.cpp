#include "tasks.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <vector>

#include <benchmark/benchmark.h>

#include "side.hpp"

namespace matview_bench {
namespace {

// So that the names are sorted as the sides are.
std::string numbered(const std::string& name, int number, const std::string& of_side) {
    return name + "/" + static_cast<char>('a' + number) + " " + of_side;
}

using clock = std::chrono::steady_clock;

void measure(benchmark::State& state, const task& run) {
    std::vector<double> took;
    took.reserve(static_cast<std::size_t>(state.max_iterations));
    for (auto _ : state) {
        const clock::time_point begun = clock::now();
        run(nullptr);
        took.push_back(std::chrono::duration<double>(clock::now() - begun).count());
    }
    const auto middle = took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2);
    std::nth_element(took.begin(), middle, took.end());
    state.counters["latency"] = *middle;
}

digest read(const task& run) {
    digest made;
    run(&made);
    return made;
}

// Where they do not all read the same, throws std::runtime_error. Caches are warm thereafter.
void check(const std::string& name, const std::vector<side>& sides, task side::*member) {
    const side* first = nullptr;
    for (const side& one : sides) {
        if (!(one.*member)) continue;
        if (!first) first = &one;
        if (read(one.*member) != read(first->*member))
            throw std::runtime_error(name + ": " + one.name + " reads other rows than " + first->name);
    }
}

// What runs is what `sides` holds at that time.
void add(const std::string& name, const std::shared_ptr<const std::vector<side>>& sides, task side::*member,
         int calls) {
    int number = 0;
    for (std::size_t i = 0; i < sides->size(); ++i) {
        if (!((*sides)[i].*member)) continue;
        benchmark::RegisterBenchmark(numbered(name, number++, (*sides)[i].name).c_str(),
                                     [=](benchmark::State& state) { measure(state, (*sides)[i].*member); })
            ->Iterations(calls)
            ->MeasureProcessCPUTime()
            ->UseRealTime();
    }
}

}  // namespace

std::vector<task_turns> add_tasks(const place& at, const std::string& way) {
    const auto lasting = std::make_shared<const std::vector<side>>(sides_at(at));
    std::vector<task_turns> added;
    const auto add_task = [&](const char* name, task side::*member, int turns, int calls) {
        check(name + way, *lasting, member);
        add(name + way, lasting, member, calls);
        added.push_back({name + way, turns});
    };
    // What takes microseconds differs by up to 2 % between two connections of the same code, so these make new ones for each turn.
    const auto fresh = std::make_shared<std::vector<side>>(*lasting);
    const auto add_short_task = [&](const char* name, task side::*member, int turns, int calls) {
        add(name + way, fresh, member, calls);
        added.push_back({name + way, turns, [=] {
                             fresh->clear();  // a server has room for so many connections
                             *fresh = sides_at(at);
                             check(name + way, *fresh, member);
                         }});
    };
    // A few rows are read again and again, so that a turn takes long enough to be timed.
    const auto calls = static_cast<int>(std::clamp<std::int64_t>(100'000 / std::max<std::int64_t>(at.rows, 1), 1, 300));
    add_task("scan without parameters", &side::scan, 11, calls);
    add_task("scan with a parameter", &side::scan_above, 11, calls);
    add_task("stream", &side::stream, 11, calls);
    add_task("stream with a parameter", &side::stream_above, 11, calls);
    add_short_task("top ten", &side::top_ten, 101, 300);
    add_short_task("100 look-ups", &side::look_ups, 101, 10);
    return added;
}

}  // namespace matview_bench
