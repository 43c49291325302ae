// A directory for one test's files.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace command_line {

class scratch {
public:
    scratch() {
        std::string name = (std::filesystem::temp_directory_path() / "matview_test.XXXXXX").string();
        if (!mkdtemp(name.data())) throw std::runtime_error("no directory could be made: " + name);
        path_ = name;
    }
    ~scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    scratch(const scratch&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace command_line
