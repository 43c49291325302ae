#include "common/screen.hpp"

#include <fmt/color.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <locale>

namespace demo {
namespace {

bool colours_wanted() {
    const char* unwanted = std::getenv("NO_COLOR");  // https://no-color.org
    return (unwanted == nullptr || *unwanted == '\0') && isatty(STDOUT_FILENO) == 1;
}

struct by_thousands : std::numpunct<char> {
    char do_thousands_sep() const override { return ','; }
    std::string do_grouping() const override { return "\3"; }
};

}  // namespace

void heading(std::string_view word, std::string_view about) {
    const fmt::text_style style =
        colours_wanted() ? fmt::emphasis::bold | fmt::fg(fmt::terminal_color::cyan) : fmt::text_style();
    fmt::print("\n{}: {}\n", fmt::styled(word, style), about);
}

std::string in_ms(std::chrono::nanoseconds time) {
    const double ms = std::chrono::duration<double, std::milli>(time).count();
    return ms > 0 && ms < 10 ? fmt::format("{:.2f} ms", ms) : fmt::format("{:.0f} ms", ms);
}

std::string grouped(std::int64_t number) {
    static const std::locale commas(std::locale::classic(), new by_thousands);  // which takes it over
    return fmt::format(commas, "{:L}", number);
}

}  // namespace demo
