// within: time limits for single calls.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include <matview/db/session.hpp>
#include <matview/export.hpp>

namespace matview::inline v0 {

/// What is not given stays as it is for the connection.
struct call_options {
    /// How long a statement may take before statement_timeout is thrown. Zero: without end.
    std::optional<std::chrono::milliseconds> statement_timeout = {};
    /// How long a statement waits for a lock before lock_timeout is thrown. Zero: without end.
    std::optional<std::chrono::milliseconds> lock_timeout = {};
    /// About how many rows a query gives, by which the way that they come is chosen, and room is made for them. Not given: as many as the last
    /// time, else what the planner expects.
    std::optional<std::uint64_t> expected_rows = {};
};

/// What `session::within` gives: the same session, its statements limited. Outside a transaction each of them runs in a short one of its
/// own, so that the limits end with it, whatever happens; so what refuses to run in one (VACUUM) is refused, and so are BEGIN and its like.
/// It must not outlive the session that it was made from. Used by one thread at a time.
class MATVIEW_EXPORT bounded_session final : public session {
public:
    bounded_session(session& of, const call_options& options);

private:
    detail::lease acquire() override;

    session& of_;
    call_options options_;
};

}  // namespace matview::inline v0
