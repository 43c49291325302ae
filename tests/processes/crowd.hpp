// Many processes of the program `refresher`.
#pragma once

#include <sys/file.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <support/child_process.hpp>
#include <support/file_descriptor.hpp>
#include <support/server_directory.hpp>

namespace processes {

class crowd {
public:
    /// All have connected, and wait, when this is made.
    crowd(int count, const std::string& conninfo, const std::string& verb) {
        using namespace std::chrono_literals;
        lock_of_all(LOCK_EX);
        for (int i = 0; i < count; ++i) {
            logs_.push_back(directory_.path() / ("log" + std::to_string(i)));
            all_.push_back(std::make_unique<matview_test::child_process>(
                matview_test::command{.program = MATVIEW_REFRESHER,
                                      .arguments = {conninfo, go_file().string(), verb},
                                      .working_directory = directory_.path(),
                                      .log = logs_.back(),
                                      .run_as = std::nullopt,
                                      .death_signal = 9}));
        }
        for (std::size_t i = 0; i < logs_.size(); ++i)
            while (lines(i).empty() && !all_[i]->ended_within(5ms)) continue;
        for (std::size_t i = 0; i < logs_.size(); ++i) {
            const auto printed = lines(i);
            if (printed.empty())
                throw std::runtime_error("a process has ended without a word: " + all_[i]->how_it_ended());
            if (printed[0] != "ready") throw std::runtime_error("a process says: " + printed[0]);
        }
    }

    /// All of them, at once.
    void go() const { lock_of_all(LOCK_UN); }
    /// For those that go on until they are told.
    void stop() const { std::filesystem::remove(go_file()); }

    /// What each has printed, once all have ended.
    std::vector<std::string> said() {
        using namespace std::chrono_literals;
        std::vector<std::string> all;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            if (!all_[i]->ended_within(120s)) throw std::runtime_error("a process does not end");
            const auto printed = lines(i);
            std::string& text = all.emplace_back();
            for (std::size_t line = 1; line < printed.size(); ++line) text += (line > 1 ? "\n" : "") + printed[line];
        }
        return all;
    }

private:
    std::filesystem::path go_file() const { return directory_.path() / "go"; }

    /// Each of them waits for the same lock.
    void lock_of_all(int operation) const {
        if (flock(lock_.get(), operation) != 0) throw std::system_error(errno, std::generic_category(), "flock");
    }

    std::vector<std::string> lines(std::size_t i) const {
        std::ifstream log(logs_[i]);
        std::vector<std::string> found;
        for (std::string line; std::getline(log, line);) found.push_back(line);
        return found;
    }

    matview_test::server_directory directory_{std::nullopt};
    matview_test::file_descriptor lock_{matview_test::open_file(go_file(), O_RDWR | O_CREAT)};
    std::vector<std::filesystem::path> logs_;
    std::vector<std::unique_ptr<matview_test::child_process>> all_;
};

}  // namespace processes
