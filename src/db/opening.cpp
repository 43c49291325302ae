#include "db/opening.hpp"

#include <algorithm>
#include <limits>

#include "db/chunk_source.hpp"
#include "db/chunks.hpp"
#include "db/copy_source.hpp"

namespace matview::inline v0::detail {
namespace {

using source = statement_event::source;

// Below it, what another way costs around its rows is more than what it saves on them; see docs/performance.md.
constexpr std::uint64_t many = 500;

// More than any number of rows.
constexpr std::uint64_t unknown = std::numeric_limits<std::uint64_t>::max();

std::uint64_t limit_of(const asked_rows& asked) {
    return asked.at_most ? static_cast<std::uint64_t>(*asked.at_most) : unknown;
}

// A limit is sure. What else says how many rows there are may be wrong, and a stream is to be bounded all the same.
source choose(const statement& sql, const asked_rows& asked, std::uint64_t expected) {
    if ((asked.streaming ? limit_of(asked) : expected) < many) return source::result;
    if (asked.copyable && sql.parameters.empty()) return source::copy;
    if (has_chunked_rows()) return source::chunked;
    return asked.streaming ? source::single_row : source::result;
}

std::uint64_t expected_rows(link& on, const statement& sql, std::string_view what, const asked_rows& asked) {
    if (on.limits().expected_rows) return *on.limits().expected_rows;
    const std::uint64_t limit = limit_of(asked);
    if (limit < many || asked.streaming || !asked.copyable || !sql.parameters.empty()) return limit;
    const std::optional<std::uint64_t> estimate = on.estimates().of(sql, on, what);
    return estimate ? std::min(limit, *estimate) : unknown;
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

std::unique_ptr<row_source> open_arriving(link& on, source by, const statement& sql, unheld rule, std::string_view what,
                                          const asked_rows& asked, std::size_t expected) {
    if (by == source::copy) return std::make_unique<copy_source>(on, sql, what, asked.streaming, expected);
    return open_chunks(on, sql, rule, what, asked, expected);
}

}  // namespace

opened_rows open_rows(const lease& on, const statement& sql, unheld rule, std::string_view what,
                      const asked_rows& asked) {
    const std::uint64_t expected = expected_rows(*on, sql, what, asked);
    const source by = choose(sql, asked, expected);
    if (by == source::result) return {on->run(sql, rule, what, asked.call), nullptr};
    return {nullptr, open_arriving(*on, by, sql, rule, what, asked, expected == unknown ? 0 : expected)};
}

}  // namespace matview::inline v0::detail
