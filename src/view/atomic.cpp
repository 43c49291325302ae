#include "view/atomic.hpp"

#include "db/held_session.hpp"
#include "db/link.hpp"

namespace matview::inline v0::detail {

// READ COMMITTED whatever the server's default: a later statement must see the data as of its own start.
atomic::atomic(session& outside) {
    held_session on(outside);
    if (on.lease()->in_transaction())
        savepoint_.emplace(on);
    else
        transaction_.emplace(on, transaction_options{.isolation = isolation_level::read_committed});
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

bool keeps_one_snapshot(link& on) {
    if (!on.in_transaction()) return false;
    const result_ptr result =
        on.ask("SELECT pg_catalog.current_setting('transaction_isolation')", {}, "asking for the isolation level");
    const std::string_view level = PQgetvalue(result.get(), 0, 0);
    return level == "repeatable read" || level == "serializable";
}

}  // namespace matview::inline v0::detail
