// The package index of this machine, as `apt-cache dumpavail` prints it.
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct package {
    std::string name;
    std::string version;
    std::string maintainer;                    // "Name <mail>"
    std::optional<std::string> installed_kib;  // digits, as COPY takes them
};

/// Packages one by one, while apt-cache still writes.
class package_index {
public:
    package_index();
    /// The next package, or nullptr behind the last; valid until the next call. Throws where apt-cache failed.
    const package* next();
    /// apt-cache could not be started at all.
    bool absent() const { return status_ == 127; }

private:
    bool read_line();
    void finish();

    std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe_;
    std::string line_;
    package current_;
    int status_ = 0;
};
