#include "02_debian_maintainers/package_index.hpp"

#include <sys/wait.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace {

/// What follows "Field: ", where the line is that field's.
std::optional<std::string> value_of(std::string_view field, std::string_view line) {
    if (!line.starts_with(field) || !line.substr(field.size()).starts_with(": ")) return std::nullopt;
    return std::string(line.substr(field.size() + 2));
}

}  // namespace

package_index::package_index() : pipe_(popen("apt-cache dumpavail 2>/dev/null", "r"), pclose) {
    if (!pipe_) throw std::system_error(errno, std::generic_category(), "apt-cache");
}

// Fields that go on in further lines begin those with a blank, so they are like no field of ours. An empty line ends a package.
const package* package_index::next() {
    current_ = {.name = {}, .version = {}, .maintainer = "unknown", .installed_kib = {}};
    while (read_line()) {
        if (line_.empty() && !current_.name.empty()) return &current_;
        if (auto name = value_of("Package", line_)) current_.name = *std::move(name);
        if (auto version = value_of("Version", line_)) current_.version = *std::move(version);
        if (auto maintainer = value_of("Maintainer", line_)) current_.maintainer = *std::move(maintainer);
        if (auto size = value_of("Installed-Size", line_)) current_.installed_kib = std::move(size);
    }
    return current_.name.empty() ? nullptr : &current_;
}

/// Reads a line without its end; false behind the last.
bool package_index::read_line() {
    line_.clear();
    char part[4096];
    while (pipe_ && std::fgets(part, sizeof part, pipe_.get()) != nullptr) {
        line_ += part;
        if (line_.back() != '\n') continue;  // longer than one part
        line_.pop_back();
        return true;
    }
    finish();
    return !line_.empty();
}

void package_index::finish() {
    if (!pipe_) return;
    const int ended = pclose(pipe_.release());
    status_ = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
    if (status_ != 0 && !absent()) throw std::runtime_error("`apt-cache dumpavail` failed");
}
