// What happened in a soak, counted. Any thread may use all of it.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <matview/error.hpp>

namespace soak {

class tally {
public:
    /// "reads", "fetch": one line of the report a group, one number a name.
    void count(std::string_view group, std::string_view name, std::uint64_t by = 1);
    /// A row, or a number of rows, that is not what the base tables allow.
    void wrong(const std::string& what);
    /// An error by its class and SQLSTATE. It must be one that some fault explains.
    void error(const matview::error& e);
    /// Anything that must not happen and is no wrong row.
    void unexplained(const std::string& what);

    std::uint64_t total(std::string_view group) const;
    std::uint64_t of(std::string_view group, std::string_view name) const;
    std::uint64_t wrong_rows() const;
    std::vector<std::string> complaints() const;
    /// All counts, a line a group.
    std::string report() const;

private:
    void complain(const std::string& what);

    mutable std::mutex mutex_;
    std::map<std::string, std::map<std::string, std::uint64_t, std::less<>>, std::less<>> groups_;
    std::uint64_t wrong_ = 0;
    std::vector<std::string> complaints_;  // the first of them
};

}  // namespace soak
