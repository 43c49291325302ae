// What libpq says where no connection was made.
#pragma once

#include <string>
#include <string_view>

namespace matview::inline v0::detail {

struct refusal {
    std::string sqlstate;  // of the last refusal by a server; empty where none spoke
    std::string text;
};

/// Takes libpq's message apart, as it is under PQERRORS_VERBOSE: libpq gives the SQLSTATE of a refused connection nowhere else.
/// Without detail what a server says behind its first line (DETAIL, HINT) is left out.
refusal parse_refusal(std::string_view verbose, bool with_detail = true);

/// Whether the same connection may be made later: there was no server, or it takes nobody right now.
bool may_pass(std::string_view sqlstate);

/// What to do about it; empty where the SQLSTATE says nothing.
std::string_view hint_for_refusal(std::string_view sqlstate);

}  // namespace matview::inline v0::detail
