// Google Benchmark's runs as ratios between the sides.
#pragma once

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace matview_bench {

/// Of the benchmarks `task/side` it prints how many times the time of a task's first side, by name, each other one takes: turn by turn, as median,
/// least and most. No absolute times, which on a shared machine say nothing.
class ratios final : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context& context) override;
    void ReportRuns(const std::vector<Run>& runs) override;

    void print(std::ostream& out) const;
    /// For bench/plot: task, side, and the medians of its wall and its CPU time as times of the first side's, between tabs. Appends.
    void append_to(const std::string& file) const;

private:
    struct times {
        std::vector<double> wall, cpu, latency;
    };
    std::map<std::string, std::map<std::string, times>> tasks_;  // by task, then side
};

}  // namespace matview_bench
