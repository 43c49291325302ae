// How many rows statements without parameters give, as far as one connection knows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include <matview/query/statement.hpp>

namespace matview::inline v0::detail {

class link;

class row_estimates {
public:
    /// As many as came the last time.
    void learn(const std::string& text, std::uint64_t rows);
    /// As learned, else as the planner expects, who is asked once. Nothing where it does not say.
    /// https://www.postgresql.org/docs/current/using-explain.html
    std::optional<std::uint64_t> of(const statement& sql, link& on, std::string_view what);

private:
    std::unordered_map<std::string, std::uint64_t> known_;
};

}  // namespace matview::inline v0::detail
