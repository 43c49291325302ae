#include <matview/db/within.hpp>

#include "db/link.hpp"

namespace matview::inline v0 {

bounded_session session::within(const call_options& options) { return bounded_session(*this, options); }

bounded_session::bounded_session(session& of, const call_options& options) : of_(of), options_(options) {
    detail::check_limits(options);
}

// The limits hold as long as the lease does: for a verb, or for a transaction that was made from this session.
detail::lease bounded_session::acquire() {
    const detail::lease on = of_.lease();
    return {std::make_shared<detail::limits_scope>(on, options_), on.get()};
}

}  // namespace matview::inline v0
