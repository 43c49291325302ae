// All of it or nothing: a transaction, or a savepoint where one is open already.
#pragma once

#include <optional>

#include <matview/db/transaction.hpp>

namespace matview::inline v0::detail {

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

}  // namespace matview::inline v0::detail
