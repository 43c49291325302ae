// Many processes of the program `refresher`.
#pragma once

#include <chrono>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <support/child_process.hpp>
#include <support/server_directory.hpp>

namespace processes {

class crowd {
public:
    /// All have connected, and wait, when this is made.
    crowd(int count, const std::string& conninfo, const std::string& verb) {
        using namespace std::chrono_literals;
        for (int i = 0; i < count; ++i) {
            logs_.push_back(directory_.path() / ("log" + std::to_string(i)));
            all_.push_back(std::make_unique<matview_test::child_process>(
                matview_test::command{.program = MATVIEW_REFRESHER,
                                      .arguments = {conninfo, (directory_.path() / "go").string(), verb},
                                      .working_directory = directory_.path(),
                                      .log = logs_.back(),
                                      .run_as = std::nullopt,
                                      .death_signal = 9}));
        }
        for (std::size_t i = 0; i < logs_.size(); ++i)
            while (lines(i).empty()) {
                if (all_[i]->ended_within(5ms)) throw std::runtime_error("a process has ended before it was asked");
            }
        for (std::size_t i = 0; i < logs_.size(); ++i)
            if (lines(i).at(0) != "ready") throw std::runtime_error("a process says: " + lines(i).at(0));
    }

    void go() const { std::ofstream(directory_.path() / "go") << "go\n"; }
    /// For those that go on until they are told.
    void stop() const { std::filesystem::remove(directory_.path() / "go"); }

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
    std::vector<std::string> lines(std::size_t i) const {
        std::ifstream log(logs_[i]);
        std::vector<std::string> found;
        for (std::string line; std::getline(log, line);) found.push_back(line);
        return found;
    }

    matview_test::server_directory directory_{std::nullopt};
    std::vector<std::filesystem::path> logs_;
    std::vector<std::unique_ptr<matview_test::child_process>> all_;
};

}  // namespace processes
