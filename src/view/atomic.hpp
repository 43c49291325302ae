// All of it or nothing: a transaction, or a savepoint where one is open already.
#pragma once

#include <optional>

#include <matview/db/transaction.hpp>

namespace matview::inline v0::detail {

class link;

/// Rolled back when destroyed, unless committed. Inside the caller's transaction a failure leaves that transaction usable.
class atomic {
public:
    explicit atomic(session& outside);

    session& on() { return transaction_ ? static_cast<session&>(*transaction_) : *savepoint_; }
    bool nested() const noexcept { return savepoint_.has_value(); }
    void commit();
    void rollback();

private:
    std::optional<transaction> transaction_;
    std::optional<savepoint> savepoint_;
};

/// Whether a transaction is open that keeps one snapshot: what other sessions have written since is not seen, and is in the way all the same.
bool keeps_one_snapshot(link& on);

}  // namespace matview::inline v0::detail
