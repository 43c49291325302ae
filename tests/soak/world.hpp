// The tables of a soak, the view over them in its shapes, and what must be true of every row that was ever read from it.
//
// Accounts have entries. A transaction moves an amount from one account to another, so at each moment all amounts add up to zero, and each
// account has an entry. Every row of the view carries a checksum and a label that its other columns give.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <matview/matview.hpp>

#include "tally.hpp"

namespace soak {

inline constexpr std::int64_t accounts = 200;

struct Account {
    std::int64_t id;
    std::string name;

    struct Meta {
        static constexpr auto relation = matview::table("account");
        using primary_key = matview::key<&Account::id>;
    };
};

/// Every tenth account has no row in `account`.
struct Balance {
    matview::foreign_key<Account> account;
    std::int64_t entries;
    std::int64_t amount;
    std::optional<std::int64_t> odd;  // entries, where they are odd
    std::string label;
    std::int64_t checksum;

    struct Meta {
        static constexpr auto relation = matview::materialized_view("balance");
        using primary_key = matview::key<&Balance::account>;
    };
};

/// `other_type`: amount is a float8. `other_order`: the same columns, placed otherwise.
enum class shape { usual, other_type, other_order };

/// SQL that makes the tables, with an entry of 0 for each account.
std::string tables_sql();
/// SQL that makes the view and its unique index.
std::string view_sql(shape of);
/// SQL that replaces the view, in a transaction.
std::string replace_view_sql(shape by);
inline constexpr const char* drop_index_sql = "DROP INDEX balance_key";
inline constexpr const char* create_index_sql = "CREATE UNIQUE INDEX balance_key ON balance (account_id)";

/// Says what is wrong with the row; with its account, where that was selected too.
void check_row(const Balance& row, bool with_account, tally& to);
/// The rows of the accounts from `first` to `last`, in this order and all.
void check_rows(const std::vector<Balance>& rows, std::int64_t first, std::int64_t last, bool with_account, tally& to);
void check_number(std::int64_t number, std::int64_t expected, const char* of, tally& to);

}  // namespace soak
