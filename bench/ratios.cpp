#include "ratios.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace matview_bench {
namespace {

std::string ratio(const std::vector<double>& of, const std::vector<double>& to) {
    std::vector<double> pairs;
    for (std::size_t i = 0; i < std::min(of.size(), to.size()); ++i) pairs.push_back(of[i] / to[i]);
    if (pairs.empty()) return "was not measured";
    std::sort(pairs.begin(), pairs.end());
    const std::size_t half = pairs.size() / 2;
    const double median = pairs.size() % 2 == 1 ? pairs[half] : (pairs[half - 1] + pairs[half]) / 2;
    const double quickest = *std::min_element(of.begin(), of.end()) / *std::min_element(to.begin(), to.end());
    return fmt::format("{:.3f} ({:.2f} to {:.2f}; {:.3f})", median, pairs.front(), pairs.back(), quickest);
}

}  // namespace

bool ratios::ReportContext(const Context&) { return true; }

void ratios::ReportRuns(const std::vector<Run>& runs) {
    for (const Run& run : runs) {
        if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
        const std::string& name = run.run_name.function_name;
        const std::size_t slash = name.find('/');
        times& side = tasks_[name.substr(0, slash)][slash == name.npos ? "" : name.substr(slash + 1)];
        side.cpu.push_back(run.GetAdjustedCPUTime());
        side.wall.push_back(run.GetAdjustedRealTime());
    }
}

void ratios::Finalize() {
    auto& out = GetOutputStream();
    out << "Times of libpq by hand: median of the pairs (least to most; the quickest turns of both sides):\n";
    for (const auto& [task, sides] : tasks_) {
        const auto base = sides.find("by_hand");
        if (base == sides.end()) continue;
        for (const auto& [side, measured] : sides)
            if (side != base->first)
                out << fmt::format("{:<10}{:<24} wall {:<30} client CPU {:<30} {} pairs\n", task, side,
                                   ratio(measured.wall, base->second.wall), ratio(measured.cpu, base->second.cpu),
                                   measured.wall.size());
    }
}

}  // namespace matview_bench
