#include "ratios.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace matview_bench {
namespace {

// Turn by turn, the least first.
std::vector<double> sorted_pairs(const std::vector<double>& of, const std::vector<double>& to) {
    std::vector<double> pairs;
    for (std::size_t i = 0; i < std::min(of.size(), to.size()); ++i) pairs.push_back(of[i] / to[i]);
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

double median(const std::vector<double>& sorted) {
    const std::size_t half = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

std::string ratio(const std::vector<double>& of, const std::vector<double>& to) {
    const std::vector<double> pairs = sorted_pairs(of, to);
    if (pairs.empty()) return "-";
    return fmt::format("{:.3f} ({:.2f} to {:.2f})", median(pairs), pairs.front(), pairs.back());
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

void ratios::append_to(const std::string& file) const {
    std::ofstream out(file, std::ios::app);
    for (const auto& [task, sides] : tasks_) {
        const times& base = sides.begin()->second;
        for (const auto& [side, measured] : sides)
            out << fmt::format("{}\t{}\t{:.4f}\t{:.4f}\n", task, side.substr(2),
                               median(sorted_pairs(measured.wall, base.wall)),
                               median(sorted_pairs(measured.cpu, base.cpu)));
    }
    if (!out.flush()) throw std::runtime_error(file + " cannot be written");
}

}  // namespace matview_bench
