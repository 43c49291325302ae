#include "db/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>

#include "db/link.hpp"

namespace matview::inline v0::detail {
namespace {

using optional_time = std::optional<std::chrono::milliseconds>;

// The server, libpq and poll all count milliseconds in an int.
void check(const char* name, const optional_time& value) {
    if (value && value->count() < 0)
        throw value_error(fmt::format("{} of {} ms: a time limit is not negative", name, value->count()));
    if (value && value->count() > std::numeric_limits<int>::max())
        throw value_error(fmt::format("{} of {} ms: a time limit is at most {} ms, and zero stands for none", name,
                                      value->count(), std::numeric_limits<int>::max()));
}

void add(settings& to, const char* name, const optional_time& value) {
    if (!value) return;
    std::erase_if(to, [&](const auto& one) { return one.first == name; });
    to.emplace_back(name, fmt::format("{}ms", value->count()));
}

std::string set_config_sql(const settings& wanted) {
    std::string sql;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        sql += fmt::format("{} pg_catalog.current_setting(${}), pg_catalog.set_config(${}, ${}, true)",
                           i == 0 ? "SELECT" : ",", 2 * i + 1, 2 * i + 1, 2 * i + 2);
    return sql;
}

}  // namespace

bool begins_with_word(std::string_view sql, std::string_view word) {
    const std::size_t first = std::min(sql.size(), sql.find_first_not_of(" \t\r\n"));
    std::string start(sql.substr(first, word.size() + 1));
    for (char& c : start) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return start.starts_with(word) &&
           (start.size() == word.size() || std::isalpha(static_cast<unsigned char>(start[word.size()])) == 0);
}

void refuse_transaction_control(std::string_view sql, std::string_view where) {
    constexpr std::array<std::string_view, 7> words{
        "begin", "start", "commit", "end", "rollback", "abort", "prepare transaction"};
    for (const std::string_view word : words)
        if (begins_with_word(sql, word))
            throw query_error(
                {.message = fmt::format("execute: a transaction cannot be begun or ended by SQL {}", where),
                 .query = std::string(sql),
                 .hint = "make a matview::transaction"});
}

void check_limits(const connection_options& options) {
    check("connect_timeout", options.connect_timeout);
    check("tcp_user_timeout", options.tcp_user_timeout);
    check("response_timeout", options.response_timeout);
    check_limits(call_options{.statement_timeout = options.statement_timeout, .lock_timeout = options.lock_timeout});
}

void check_limits(const call_options& options) {
    check("statement_timeout", options.statement_timeout);
    check("lock_timeout", options.lock_timeout);
}

namespace {

const char* text_of(plan_cache_mode mode) {
    switch (mode) {
        case plan_cache_mode::automatic:
            return "auto";
        case plan_cache_mode::force_custom_plan:
            return "force_custom_plan";
        case plan_cache_mode::force_generic_plan:
            return "force_generic_plan";
        case plan_cache_mode::server_default:
            break;
    }
    return nullptr;
}

}  // namespace

settings settings_of(const connection_options& options) {
    settings made;
    if (const char* const mode = text_of(options.plan_cache_mode)) made.emplace_back("plan_cache_mode", mode);
    if (!options.time_zone.empty()) made.emplace_back("TimeZone", options.time_zone);
    return with_limits(std::move(made),
                       {.statement_timeout = options.statement_timeout, .lock_timeout = options.lock_timeout});
}

settings with_limits(settings of_connection, const call_options& limits) {
    add(of_connection, "statement_timeout", limits.statement_timeout);
    add(of_connection, "lock_timeout", limits.lock_timeout);
    return of_connection;
}

std::string set_sql(PGconn* connection, const char* verb, const settings& wanted) {
    std::string sql;
    for (const auto& [name, value] : wanted) {
        char* const literal = PQescapeLiteral(connection, value.data(), value.size());
        if (!literal) throw value_error(fmt::format("{}: not a valid text: {}", name, connection_message(connection)));
        sql += fmt::format("{}{} {} = {}", sql.empty() ? "" : "; ", verb, name, literal);
        PQfreemem(literal);
    }
    return sql;
}

settings set_locally(link& on, const settings& wanted, std::string_view what) {
    if (wanted.empty()) return {};
    std::vector<std::string> arguments;
    for (const auto& [name, value] : wanted) arguments.insert(arguments.end(), {name, value});
    const result_ptr result = on.ask_as_it_is(set_config_sql(wanted), arguments, what);
    settings before;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        before.emplace_back(wanted[i].first, PQgetvalue(result.get(), 0, static_cast<int>(2 * i)));
    return before;
}

limits_scope::limits_scope(std::shared_ptr<link> on, const call_options& limits)
    : on_(std::move(on)), before_(on_->limits()) {
    call_options now = before_;
    if (limits.statement_timeout) now.statement_timeout = limits.statement_timeout;
    if (limits.lock_timeout) now.lock_timeout = limits.lock_timeout;
    if (limits.expected_rows) now.expected_rows = limits.expected_rows;
    on_->set_limits(now);
}

limits_scope::~limits_scope() { on_->set_limits(before_); }

}  // namespace matview::inline v0::detail
