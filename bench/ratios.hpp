// Google Benchmark's runs as ratios between the sides.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace matview_bench {

/// Of the benchmarks `task/by_hand` and `task/…` it prints how many times the first one's time each other one takes: repetition by
/// repetition, as median, least and most, and of the quickest repetitions, which others disturbed least. No absolute times, which on a
/// shared machine say nothing.
class ratios final : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context& context) override;
    void ReportRuns(const std::vector<Run>& runs) override;
    void Finalize() override;

private:
    struct times {
        std::vector<double> cpu, wall;
    };
    std::map<std::string, std::map<std::string, times>> tasks_;  // by task, then side
};

}  // namespace matview_bench
