#include "view/atomic.hpp"

#include "db/link.hpp"

namespace matview::inline v0::detail {

// READ COMMITTED whatever the server's default: a later statement must see the data as of its own start.
atomic::atomic(session& outside) {
    if (outside.lease()->in_transaction())
        savepoint_.emplace(outside);
    else
        transaction_.emplace(outside, transaction_options{.isolation = isolation_level::read_committed});
}

void atomic::commit() {
    if (transaction_)
        transaction_->commit();
    else
        savepoint_->release();
}

void atomic::rollback() {
    if (transaction_)
        transaction_->rollback();
    else
        savepoint_->rollback();
}

}  // namespace matview::inline v0::detail
