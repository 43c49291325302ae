#include "world.hpp"

#include <fmt/format.h>

namespace soak {
namespace {

constexpr std::int64_t entries_weight = 10007;
constexpr std::int64_t account_weight = 1000003;

}  // namespace

std::string tables_sql() {
    return fmt::format(R"sql(
        CREATE TABLE account (id bigint PRIMARY KEY, name text NOT NULL);
        INSERT INTO account SELECT i, 'account ' || i FROM generate_series(1, {0}) AS i WHERE i % 10 <> 0;
        CREATE TABLE entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id bigint NOT NULL,
                            amount bigint NOT NULL, transfer bigint);
        CREATE INDEX ON entry (transfer);
        CREATE SEQUENCE transfers;
        INSERT INTO entry (account_id, amount) SELECT i, 0 FROM generate_series(1, {0}) AS i;)sql",
                       accounts);
}

std::string view_sql(shape of) {
    const std::string columns[] = {
        "account_id",
        "count(*) AS entries",
        fmt::format("sum(amount)::{} AS amount", of == shape::other_type ? "float8" : "int8"),
        "CASE WHEN count(*) % 2 = 1 THEN count(*) END AS odd",
        "'no. ' || account_id || ': ' || sum(amount) AS label",
        fmt::format("account_id * {} + count(*) * {} + sum(amount)::int8 AS checksum", account_weight, entries_weight)};
    constexpr int usual[] = {0, 1, 2, 3, 4, 5};
    constexpr int other[] = {5, 2, 4, 3, 1, 0};
    std::string list;
    for (const int column : of == shape::other_order ? other : usual)
        list += (list.empty() ? "" : ", ") + columns[column];
    return "CREATE MATERIALIZED VIEW balance AS SELECT " + list + " FROM entry GROUP BY account_id; " +
           create_index_sql;
}

std::string replace_view_sql(shape by) {
    return "BEGIN; SET LOCAL lock_timeout = '2s'; DROP MATERIALIZED VIEW balance; " + view_sql(by) + "; COMMIT";
}

void check_row(const Balance& row, bool with_account, tally& to) {
    to.count("rows", "read");
    const std::int64_t id = row.account.key();
    const std::int64_t checksum = id * account_weight + row.entries * entries_weight + row.amount;
    const std::optional<std::int64_t> odd = row.entries % 2 == 1 ? std::optional(row.entries) : std::nullopt;
    if (id < 1 || id > accounts || row.entries < 1 || row.checksum != checksum || row.odd != odd ||
        row.label != fmt::format("no. {}: {}", id, row.amount))
        return to.wrong(fmt::format("account {}, entries {}, amount {}, label '{}', checksum {}", id, row.entries,
                                    row.amount, row.label, row.checksum));
    if (!with_account) return;
    if (row.account.exists() != (id % 10 != 0)) return to.wrong(fmt::format("account {} comes and goes", id));
    if (row.account.exists() && (row.account->id != id || row.account->name != fmt::format("account {}", id)))
        to.wrong(fmt::format("account {} is said to be '{}'", id, row.account->name));
}

void check_rows(const std::vector<Balance>& rows, std::int64_t first, std::int64_t last, bool with_account, tally& to) {
    check_number(static_cast<std::int64_t>(rows.size()), last - first + 1, "rows of a fetch", to);
    std::int64_t expected = first, sum = 0;
    for (const Balance& row : rows) {
        check_row(row, with_account, to);
        if (row.account.key() != expected++) to.wrong(fmt::format("account {} out of its place", row.account.key()));
        sum += row.amount;
    }
    if (first == 1 && last == accounts) check_number(sum, 0, "the sum of all amounts", to);
}

void check_number(std::int64_t number, std::int64_t expected, const char* of, tally& to) {
    if (number != expected) to.wrong(fmt::format("{}: {} in place of {}", of, number, expected));
}

}  // namespace soak
