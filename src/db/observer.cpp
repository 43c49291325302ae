#include <matview/db/observer.hpp>

#include <fmt/format.h>

#include <utility>

namespace matview::inline v0 {
namespace {

double milliseconds_of(std::chrono::nanoseconds value) {
    return std::chrono::duration<double, std::milli>(value).count();
}

std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const bool blank = c == '\n' || c == '\t' || c == '\r' || c == ' ';
        if (!blank)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    return line;
}

std::string outcome(bool failed, std::string_view sqlstate) {
    if (!failed) return {};
    return fmt::format(" FAILED {}", sqlstate.empty() ? "without an SQLSTATE" : sqlstate);
}

std::string_view way_of(statement_event::source by) {
    switch (by) {
        case statement_event::source::copy:
            return "by COPY ";
        case statement_event::source::chunked:
            return "in chunks ";
        case statement_event::source::single_row:
            return "row by row ";
        case statement_event::source::result:
            break;
    }
    return "";
}

}  // namespace

observer::~observer() = default;

line_observer::line_observer(std::FILE* to) : to_([to](std::string_view line) { fmt::print(to, "{}\n", line); }) {}

line_observer::line_observer(std::function<void(std::string_view)> to) : to_(std::move(to)) {}

// Observing must not fail what is observed, so what goes wrong here ends here.
void line_observer::on_statement(const statement_event& event) noexcept try {
    const std::string line =
        fmt::format("matview [{}] {:.3f} ms{} {}{}rows={} bytes={} parameters={}: {}", event.backend_pid,
                    milliseconds_of(event.duration), outcome(event.failed, event.sqlstate),
                    event.what == statement_event::kind::prepare ? "prepare " : "", way_of(event.by), event.rows,
                    event.bytes, event.parameters, one_line(event.text));
    const std::lock_guard lock(mutex_);
    to_(line);
} catch (...) {
}

void line_observer::on_refresh_begin(const refresh_event& event) noexcept try {
    const std::string line = fmt::format("matview [{}] refresh of {}{} begins", event.backend_pid, event.view,
                                         event.concurrently ? " concurrently" : "");
    const std::lock_guard lock(mutex_);
    to_(line);
} catch (...) {
}

void line_observer::on_refresh_end(const refresh_event& event) noexcept try {
    const std::string line =
        fmt::format("matview [{}] refresh of {}{} ended: {:.3f} ms, of which {:.3f} ms waited{}", event.backend_pid,
                    event.view, event.concurrently ? " concurrently" : "", milliseconds_of(event.duration),
                    milliseconds_of(event.waited), outcome(event.failed, event.sqlstate));
    const std::lock_guard lock(mutex_);
    to_(line);
} catch (...) {
}

}  // namespace matview::inline v0
