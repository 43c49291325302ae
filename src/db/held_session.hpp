// held_session: one connection for all that is asked of it, also where the session that it is from has several.
#pragma once

#include <utility>

#include <matview/db/session.hpp>

namespace matview::inline v0::detail {

class held_session final : public session {
public:
    explicit held_session(session& from) : on_(from.lease()) {}
    held_session(const held_session&) = delete;

private:
    detail::lease acquire() override { return on_; }

    detail::lease on_;
};

}  // namespace matview::inline v0::detail
