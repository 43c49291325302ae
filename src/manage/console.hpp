// What a command prints, and how.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace matview::inline v0::managing {

/// Whether the descriptor is a terminal that may be written to in colour: NO_COLOR and TERM=dumb say no. https://no-color.org
bool in_colour(int descriptor);

/// In bold or red on the descriptor, where that is a terminal.
std::string bold(std::string_view text, int descriptor);
std::string red(std::string_view text, int descriptor);

/// To stdout; throws std::system_error where that cannot be written to.
void print(std::string_view text);
/// "matview: …" to stderr.
void complain(std::string_view text);

/// Rows of cells under a heading, in columns. Those of `right` are aligned to the right.
class table {
public:
    explicit table(std::vector<std::string> heading, std::vector<std::size_t> right = {});
    void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    std::string text() const;

private:
    std::vector<std::string> heading_;
    std::vector<std::size_t> right_;
    std::vector<std::vector<std::string>> rows_;
};

/// "12.3 MB", in units of 1024 as pg_size_pretty has them.
std::string in_bytes(long long bytes);
/// "12 ms", "1.3 s", "4 min 12 s"
std::string in_seconds(double seconds);

}  // namespace matview::inline v0::managing
