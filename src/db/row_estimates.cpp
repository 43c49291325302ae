#include "db/row_estimates.hpp"

#include <charconv>
#include <string_view>

#include "db/link.hpp"

namespace matview::inline v0::detail {
namespace {

constexpr std::size_t capacity = 256;

// "Seq Scan on daily_leaderboard  (cost=0.00..22.70 rows=1270 width=12)", in no language.
std::optional<std::uint64_t> rows_in(std::string_view plan) {
    constexpr std::string_view before = " rows=";
    const std::size_t at = plan.find(before);
    if (at == plan.npos) return std::nullopt;
    std::uint64_t rows = 0;
    const char* const first = plan.data() + at + before.size();
    if (std::from_chars(first, plan.data() + plan.size(), rows).ec != std::errc{}) return std::nullopt;
    return rows;
}

}  // namespace

void row_estimates::learn(const std::string& text, std::uint64_t rows) {
    if (known_.size() >= capacity && !known_.contains(text)) known_.clear();
    known_.insert_or_assign(text, rows);
}

std::optional<std::uint64_t> row_estimates::of(const statement& sql, link& on, std::string_view what) {
    if (const auto found = known_.find(sql.text); found != known_.end()) return found->second;
    try {
        const result_ptr plan = on.ask("EXPLAIN " + sql.text, {}, what);
        const auto rows = rows_in(PQgetvalue(plan.get(), 0, 0));
        if (rows) learn(sql.text, *rows);
        return rows;
    } catch (const server_error& failure) {  // the query itself would have failed so
        error_context context = failure.context();
        context.query = sql.text;
        throw_server_error(std::move(context));
    }
}

}  // namespace matview::inline v0::detail
