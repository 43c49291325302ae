#include "db/surroundings.hpp"

#include <fmt/format.h>

#include "db/link.hpp"

namespace matview::inline v0::detail {

surroundings::surroundings(link& on, std::string_view what, std::string_view sql, const surroundings_options& options)
    : on_(on), what_(what), nested_(on.in_transaction()), settings_(on, what, sql, options.own_transaction) {
    if (!options.undoable || !nested_ || on.transaction_failed()) return;
    savepoint_ = fmt::format("matview_{}", on.next_savepoint());
    static_cast<void>(on.run("SAVEPOINT " + savepoint_, what));
}

void surroundings::done() {
    if (!savepoint_.empty()) static_cast<void>(on_.run("RELEASE SAVEPOINT " + savepoint_, what_));
    settings_.done();
}

void surroundings::undo() noexcept try {
    if (!savepoint_.empty() && on_.usable())
        on_.undo("ROLLBACK TO SAVEPOINT " + savepoint_ + "; RELEASE SAVEPOINT " + savepoint_, what_);
} catch (const error&) {  // the connection is lost, and the transaction with it
    return;
}

}  // namespace matview::inline v0::detail
