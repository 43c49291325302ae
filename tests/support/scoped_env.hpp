#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace matview_test {

/// Sets an environment variable for a scope.
class scoped_env {
public:
    scoped_env(const char* name, const std::string& value) : name_(name) {
        if (const char* before = std::getenv(name)) before_ = before;
        setenv(name, value.c_str(), 1);
    }
    ~scoped_env() {
        if (before_)
            setenv(name_, before_->c_str(), 1);
        else
            unsetenv(name_);
    }
    scoped_env(const scoped_env&) = delete;

private:
    const char* name_;
    std::optional<std::string> before_;
};

}  // namespace matview_test
