#include "db/opening.hpp"

#include <algorithm>

#include "db/chunk_source.hpp"
#include "db/chunks.hpp"
#include "db/copy_source.hpp"

namespace matview::inline v0::detail {
namespace {

using source = statement_event::source;

// Below it, what another way costs around its rows is more than what it saves on them; see docs/performance.md.
constexpr std::uint64_t many = 500;

bool is_few(std::optional<std::uint64_t> rows) { return rows && *rows < many; }

std::optional<std::uint64_t> limit_of(const asked_rows& asked) {
    if (!asked.at_most) return std::nullopt;
    return static_cast<std::uint64_t>(*asked.at_most);
}

// A limit is sure. What else says how many rows there are may be wrong, and a stream is to be bounded all the same.
source choose(const statement& sql, const asked_rows& asked, std::optional<std::uint64_t> expected) {
    if (is_few(asked.streaming ? limit_of(asked) : expected)) return source::result;
    if (asked.copyable && sql.parameters.empty()) return source::copy;
    if (has_chunked_rows()) return source::chunked;
    return asked.streaming ? source::single_row : source::result;
}

std::optional<std::uint64_t> expected_rows(link& on, const statement& sql, std::string_view what,
                                           const asked_rows& asked) {
    if (on.limits().expected_rows) return on.limits().expected_rows;
    const std::optional<std::uint64_t> limit = limit_of(asked);
    if (is_few(limit) || asked.streaming || !asked.copyable || !sql.parameters.empty()) return limit;
    const std::optional<std::uint64_t> estimate = on.estimates().of(sql, on, what);
    return limit && estimate ? std::min(*limit, *estimate) : estimate;
}

// What a statement that was prepared earlier has become too old for is prepared anew; in the caller's transaction that is for the caller.
std::unique_ptr<row_source> open_chunks(link& on, const statement& sql, unheld rule, std::string_view what,
                                        const asked_rows& asked, std::size_t expected) {
    const auto open = [&] {
        return std::make_unique<chunk_source>(on, sql, rule, what, asked.streaming, expected, asked.check);
    };
    if (on.in_transaction()) return open();
    try {
        return open();
    } catch (const error& failure) {
        const bool outdated = dynamic_cast<const mapping_error*>(&failure) != nullptr || failure.sqlstate() == "26000";
        if (!outdated || !failure.retryable() || !on.usable()) throw;
        return open();
    }
}

}  // namespace

opened_rows open_rows(const lease& on, const statement& sql, unheld rule, std::string_view what,
                      const asked_rows& asked) {
    const std::optional<std::uint64_t> expected = expected_rows(*on, sql, what, asked);
    switch (choose(sql, asked, expected)) {
        case source::copy:
            return {nullptr, std::make_unique<copy_source>(*on, sql, what, asked.streaming, expected.value_or(0))};
        case source::chunked:
        case source::single_row:
            return {nullptr, open_chunks(*on, sql, rule, what, asked, expected.value_or(0))};
        case source::result:
            break;
    }
    return {on->run(sql, rule, what, asked.call), nullptr};
}

}  // namespace matview::inline v0::detail
