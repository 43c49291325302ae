#include "manage/console.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include <fmt/format.h>

namespace matview::inline v0::managing {
namespace {

// Characters, of UTF-8.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string styled(const char* code, std::string_view text, int descriptor) {
    return in_colour(descriptor) ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
}

}  // namespace

bool in_colour(int descriptor) {
    const char* const refusal = std::getenv("NO_COLOR");
    if (refusal && *refusal) return false;
    const char* const terminal = std::getenv("TERM");
    return terminal && std::string_view(terminal) != "dumb" && isatty(descriptor) != 0;
}

std::string bold(std::string_view text, int descriptor) { return styled("1", text, descriptor); }
std::string red(std::string_view text, int descriptor) { return styled("1;31", text, descriptor); }

void print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        throw std::system_error(errno, std::generic_category(), "writing to standard output");
}

void complain(std::string_view text) {
    const std::string line = fmt::format("{} {}\n", red("matview:", STDERR_FILENO), text);
    std::fwrite(line.data(), 1, line.size(), stderr);
}

table::table(std::vector<std::string> heading, std::vector<std::size_t> right)
    : heading_(std::move(heading)), right_(std::move(right)) {}

std::string table::text() const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < heading_.size(); ++i) {
        std::size_t width = width_of(heading_[i]);
        for (const auto& row : rows_) width = std::max(width, width_of(row[i]));
        widths.push_back(width);
    }
    const auto line = [&](const std::vector<std::string>& cells) {
        std::string text;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string space(widths[i] - width_of(cells[i]), ' ');
            const bool to_the_right = std::find(right_.begin(), right_.end(), i) != right_.end();
            if (i != 0) text += "  ";
            text += to_the_right ? space + cells[i] : cells[i] + space;
        }
        return text.substr(0, text.find_last_not_of(' ') + 1);
    };
    std::string text = bold(line(heading_), STDOUT_FILENO) + '\n';
    for (const auto& row : rows_) text += line(row) + '\n';
    return text;
}

std::string in_bytes(long long bytes) {
    constexpr const char* units[] = {"bytes", "kB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1024 && unit < 4; ++unit) value /= 1024;
    return unit == 0 ? fmt::format("{} bytes", bytes)
                     : fmt::format("{:.{}f} {}", value, value < 10 ? 1 : 0, units[unit]);
}

std::string in_seconds(double seconds) {
    if (seconds < 1) return fmt::format("{:.0f} ms", seconds * 1000);
    if (seconds < 60) return fmt::format("{:.1f} s", seconds);
    const auto whole = static_cast<long long>(seconds);
    if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

}  // namespace matview::inline v0::managing
