// A target under libFuzzer, https://releases.llvm.org/14.0.0/docs/LibFuzzer.html. With `--write-seeds=DIRECTORY` it only writes its seeds.
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "target.hpp"

namespace {

void write_seeds(const std::filesystem::path& directory) {
    std::filesystem::create_directories(directory);
    int number = 0;
    for (const std::string& seed : fuzz_test::seeds()) {
        std::ofstream file(directory / ("seed-" + std::to_string(++number)), std::ios::binary);
        file << seed;
        if (!file.flush()) std::exit(1);
    }
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
    constexpr std::string_view option = "--write-seeds=";
    if (*count < 2 || !std::string_view((*arguments)[1]).starts_with(option)) return 0;
    write_seeds((*arguments)[1] + option.size());
    std::exit(0);
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
    fuzz_test::run({reinterpret_cast<const char*>(bytes), size});
    return 0;
}
