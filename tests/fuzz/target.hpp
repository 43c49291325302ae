// What each fuzz target defines, and what they share. One program a target: under libFuzzer with MATVIEW_BUILD_FUZZ, else a test that runs
// the seeds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fuzz_test {

/// Tries the target's properties on an input. Where one does not hold, it ends the program by `require` or by an exception that is not
/// the library's to throw.
void run(std::string_view input);

/// Inputs that reach what is worth reaching, and those that once showed a fault.
std::vector<std::string> seeds();

/// Ends the program with a word and the input's part that it is about, unless the property holds.
void require(bool holds, std::string_view property, std::string_view about = {});

/// Takes an input apart. At its end come zeros and empty pieces.
class input_reader {
public:
    explicit input_reader(std::string_view input) : rest_(input) {}

    std::uint8_t byte();
    std::uint16_t number() { return static_cast<std::uint16_t>(byte() << 8 | byte()); }
    /// Up to the next NUL, which is taken too.
    std::string_view piece();
    std::string_view rest() { return rest_; }

private:
    std::string_view rest_;
};

/// The opposite of input_reader::piece.
std::string pieces(const std::vector<std::string_view>& parts);

}  // namespace fuzz_test
