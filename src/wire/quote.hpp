// Text from elsewhere, made fit for an error's message.
#pragma once

#include <string>
#include <string_view>

namespace matview::inline v0::detail {

/// The text in double quotes; what is not printable ASCII as \xNN, and no more than its first 60 bytes.
std::string in_quotes(std::string_view text);

}  // namespace matview::inline v0::detail
