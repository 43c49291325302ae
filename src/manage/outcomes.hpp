// What became of each of several views: a line each, or one JSON list at the end.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "manage/exit_status.hpp"

namespace matview::inline v0::managing {

class outcomes {
public:
    explicit outcomes(bool json) : json_(json) {}

    void add(const std::string& view, std::string_view outcome, std::string_view words);
    /// Runs it, and tells that it was done or why not. False where it failed.
    bool attempt(const std::string& view, const std::function<void()>& run, std::string_view outcome,
                 std::string_view words);
    /// Prints the list; the gravest status.
    exit_status finish() const;

private:
    struct entry {
        std::string view, outcome, message;
    };

    bool json_;
    exit_status status_ = exit_status::done;
    std::vector<entry> entries_;
};

}  // namespace matview::inline v0::managing
