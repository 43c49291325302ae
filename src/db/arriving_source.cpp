#include "db/arriving_source.hpp"

#include <utility>

namespace matview::inline v0::detail {

arriving_source::arriving_source(link& on, const statement& sql, std::string_view what, statement_event::source by,
                                 const surroundings_options& options)
    : on_(on), sql_(sql.text), what_(what), about_{sql_, what_, sql.parameters.size(), statement_event::kind::run, by} {
    verb_.emplace(on.wire());
    around_.emplace(on, what, sql.text, options);
}

void arriving_source::opened() {
    state_ = state::open;
    on_.wire().reads(*this);
}

void arriving_source::finish(const PGresult* last) {
    state_ = state::ended;
    on_.wire().end(about(), last);
    try {
        around_->done();
    } catch (...) {
        leave();
        throw;
    }
    leave();
    on_.deliver_notices();
}

void arriving_source::fail(result_ptr result) {
    state_ = state::ended;
    if (result)
        while (on_.wire().next(about())) continue;
    on_.wire().end(about(), result.get());
    leave();
    on_.fail(result.get(), what_, sql_);
}

void arriving_source::check_reading() const {
    if (state_ != state::given_up) return;
    throw query_error(
        {.message = what_ + ": the rows that were left are gone: the transaction they were read in was rolled back",
         .query = sql_});
}

// Stopping a statement fails the transaction that it runs in: where that is the caller's, and cannot be undone, all rows are taken instead.
void arriving_source::give_up() noexcept try {
    if (state_ == state::open) {
        state_ = state::given_up;
        on_.wire().pass_over(about(), around_->can_undo());
        around_->undo();
    }
    leave();
} catch (const error&) {  // the connection is lost, and all that was begun with it
    leave();
}

void arriving_source::leave() noexcept {
    around_.reset();
    verb_.reset();
}

}  // namespace matview::inline v0::detail
