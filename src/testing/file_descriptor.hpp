#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace matview::inline v0::testing::detail {

/// Owns one file descriptor.
class file_descriptor {
public:
    file_descriptor() = default;
    explicit file_descriptor(int number) : number_{number} {}
    ~file_descriptor() { close(); }

    file_descriptor(file_descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
    file_descriptor& operator=(file_descriptor&& other) noexcept {
        if (this != &other) {
            close();
            number_ = std::exchange(other.number_, -1);
        }
        return *this;
    }

    int get() const { return number_; }

    void close() {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }

private:
    int number_{-1};
};

/// Close-on-exec, like all descriptors here: no child may keep them open by accident.
inline file_descriptor open_file(const std::filesystem::path& path, int flags) {
    file_descriptor opened{::open(path.c_str(), flags | O_CLOEXEC, 0600)};
    if (opened.get() < 0) throw std::system_error(errno, std::generic_category(), path.string());
    return opened;
}

struct pipe_ends {
    file_descriptor reading;
    file_descriptor writing;
};

inline pipe_ends open_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe2");
    }
    return {file_descriptor{ends[0]}, file_descriptor{ends[1]}};
}

}  // namespace matview::inline v0::testing::detail
