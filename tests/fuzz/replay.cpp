// A target without libFuzzer: runs its seeds, or the files that are named.
#include <cstdio>
#include <fstream>
#include <iterator>

#include "target.hpp"

int main(int count, char** arguments) {
    std::vector<std::string> inputs = count > 1 ? std::vector<std::string>() : fuzz_test::seeds();
    for (int i = 1; i < count; ++i) {
        std::ifstream file(arguments[i], std::ios::binary);
        if (!file) {
            std::fprintf(stderr, "cannot read %s\n", arguments[i]);
            return 1;
        }
        inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    for (const std::string& input : inputs) fuzz_test::run(input);
    std::printf("%zu inputs\n", inputs.size());
    return inputs.empty() ? 1 : 0;
}
