#include "ratios.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace matview_bench {
namespace {

std::string ratio(const std::vector<double>& of, const std::vector<double>& to) {
    std::vector<double> pairs;
    for (std::size_t i = 0; i < std::min(of.size(), to.size()); ++i) pairs.push_back(of[i] / to[i]);
    if (pairs.empty()) return "-";
    std::sort(pairs.begin(), pairs.end());
    const std::size_t half = pairs.size() / 2;
    const double median = pairs.size() % 2 == 1 ? pairs[half] : (pairs[half - 1] + pairs[half]) / 2;
    return fmt::format("{:.3f} ({:.2f} to {:.2f})", median, pairs.front(), pairs.back());
}

std::string quickest(const std::vector<double>& of, const std::vector<double>& to) {
    return fmt::format("{:.3f}", *std::min_element(of.begin(), of.end()) / *std::min_element(to.begin(), to.end()));
}

}  // namespace

bool ratios::ReportContext(const Context&) { return true; }

void ratios::ReportRuns(const std::vector<Run>& runs) {
    for (const Run& run : runs) {
        if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
        const std::string& name = run.run_name.function_name;
        const std::size_t slash = name.find('/');
        times& side = tasks_[name.substr(0, slash)][name.substr(slash + 1)];
        side.wall.push_back(run.GetAdjustedRealTime());
        side.cpu.push_back(run.GetAdjustedCPUTime());
        if (const auto latency = run.counters.find("latency"); latency != run.counters.end())
            side.latency.push_back(latency->second.value);
    }
}

void ratios::print(std::ostream& out) const {
    constexpr auto line = "    {:<28}{:<26}{:<11}{:<26}{:<26}{}\n";
    out << fmt::format(fmt::runtime(line), "", "wall", "quickest", "client CPU", "median latency", "turns");
    for (const auto& [task, sides] : tasks_) {
        const auto& [first, base] = *sides.begin();
        out << fmt::format("{}, as times of {}:\n", task, first.substr(2));
        for (const auto& [side, measured] : sides)
            if (&measured != &base)
                out << fmt::format(fmt::runtime(line), side.substr(2), ratio(measured.wall, base.wall),
                                   quickest(measured.wall, base.wall), ratio(measured.cpu, base.cpu),
                                   ratio(measured.latency, base.latency), measured.wall.size());
    }
}

}  // namespace matview_bench
